import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  FileReceipt,
  ProblemDocument,
  ResponsesReply,
  SessionReply,
} from '../../protocol/index.ts';
import type { OpenSession } from '../../protocol/index.ts';
import { FILE_SURVEY, pieceHead, sendPiece, testFile } from '../testing/files.ts';
import { codeOf, invite } from '../testing/invitations.ts';
import { newResponseId, submission, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';

let test: TestService;
let session: OpenSession;

beforeAll(async () => {
  test = await testService({ logLevel: 'silent' });
  await test.publish('srv_a');
  session = await test.session({ respondent: 'fuzz' });
});
afterAll(() => test.service.close());

/** Text with what breaks databases and parsers. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '\u0000',
    '\ud800',
    '__proto__',
    'constructor',
    '',
    '1e400',
    "'; drop table x; --",
  ),
);

const value = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, 0, -0, 1e308, -1, 2 ** 53, 0.1),
    nasty,
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(nasty, tie('any'), { maxKeys: 4 }),
  ),
})).any;

/** A good request with something in it replaced, added or left out. */
const mutated = (good: () => Record<string, unknown>) =>
  fc
    .record({
      field: fc.oneof(fc.constantFrom(...Object.keys(good())), nasty),
      replacement: fc.option(value, { nil: undefined }),
    })
    .map(({ field, replacement }) => ({ ...good(), [field]: replacement }));

const RUNS = { numRuns: 250 };

describe('whatever a page sends', () => {
  it('to /v1/sessions is answered by a problem that fits its schema, never by our failure', async () => {
    const good = () => ({ token: 'x', responseId: newResponseId(), page: {}, lang: ['en'] });
    const coded = () => ({ code: 'x'.repeat(29), responseId: newResponseId(), page: {} });
    await fc.assert(
      fc.asyncProperty(fc.oneof(value, mutated(good), mutated(coded)), async (body) => {
        const { status, json } = await test.page('/v1/sessions', body);
        expect(status).toBeLessThan(500);
        expect(ProblemDocument.safeParse(json).success).toBe(true);
      }),
      RUNS,
    );
  });

  it('to /v1/sessions with a good code is let in or refused, never our failure', async () => {
    const code = codeOf(await invite(test, { respondent: 'fuzz-code' }));
    const good = () => ({ code, responseId: newResponseId(), page: {}, lang: ['en'] });
    await fc.assert(
      fc.asyncProperty(mutated(good), async (body) => {
        const { status, json } = await test.page('/v1/sessions', body);
        expect(status).toBeLessThan(500);
        const schema = status === 200 ? SessionReply : ProblemDocument;
        expect(schema.safeParse(json).success).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('about an invitation or a device is taken or refused, never our failure', async () => {
    const code = codeOf(await invite(test, { respondent: 'fuzz-events' }));
    const token = await test.token({ respondent: 'fuzz-events' });
    const seen = () => ({ code, events: [{ type: 'opened', at: '2026-11-22T12:00:00.000Z' }] });
    const device = () => ({ token, address: { channel: 'fcm', token: 'device-of-fuzz' } });
    const address = value.map((inner) => ({ ...device(), address: inner }));
    const events = value.map((inner) => ({ ...seen(), events: inner }));
    const requests = fc.oneof(
      fc.tuple(fc.constant('/v1/page-events'), fc.oneof(mutated(seen), events)),
      fc.tuple(
        fc.constantFrom('/v1/push-subscriptions', '/v1/push-subscriptions/remove'),
        fc.oneof(mutated(device), address),
      ),
    );
    await fc.assert(
      fc.asyncProperty(requests, async ([path, body]) => {
        const { status, json } = await test.page(path, body);
        expect(status).toBeLessThan(500);
        expect(status === 200 || ProblemDocument.safeParse(json).success).toBe(true);
      }),
      RUNS,
    );
  });

  it('to /v1/responses under a good grant is judged, never our failure', async () => {
    const good = () => submission(session);
    const item = fc.oneof(
      value,
      mutated(good),
      value.map((answers) => ({ ...good(), answers })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 5 }), async (responses) => {
        const { status, json } = await test.submit(...responses);
        expect(status).toBe(200);
        const { results } = ResponsesReply.parse(json);
        expect(results).toHaveLength(responses.length);
      }),
      RUNS,
    );
  });

  it('to /v1/files under a good grant is taken or refused, never our failure', async () => {
    await test.publish('srv_files', FILE_SURVEY);
    const sending = await test.session({ survey: 'srv_files' });
    const file = testFile(50_000);
    const good = () => pieceHead(sending, file);
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      fc.integer({ min: 0, max: 50_000 }).map((end) => file.content.subarray(0, end)),
    );
    const part = (field: string) => value.map((inner) => ({ ...good(), [field]: inner }));
    const inFile = mutated(() => ({ ...file.reference })).map((one) => ({ ...good(), file: one }));
    const head = fc.oneof(value, mutated(good), part('file'), part('offset'), inFile);
    await fc.assert(
      fc.asyncProperty(head, bytes, async (sent, content) => {
        const { status, json } = await sendPiece(test, sent, content);
        expect(status).toBeLessThan(500);
        const schema = status === 200 ? FileReceipt : ProblemDocument;
        expect(schema.safeParse(json).success).toBe(true);
      }),
      RUNS,
    );
  });

  it('as variables of a token or a page is stored or dropped, never our failure', async () => {
    await fc.assert(
      fc.asyncProperty(nasty, nasty, async (order, channel) => {
        const open = await test.session({ variables: { order: order.slice(0, 1000) } });
        const { status, json } = await test.submit(
          submission(open, { page: { channel: channel.slice(0, 1000) } }),
        );
        expect([status, json.results[0].result]).toEqual([200, 'stored']);
      }),
      { numRuns: 60 },
    );
  });

  it('as bytes is a body that is not JSON, or a request that does not fit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), async (bytes) => {
        const { status } = await test.send(
          new Request('http://service.test/v1/responses', {
            method: 'POST',
            body: new Uint8Array(bytes),
          }),
        );
        expect(status).toBe(400);
      }),
      RUNS,
    );
  });
});
