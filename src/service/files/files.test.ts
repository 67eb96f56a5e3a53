import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { LIMITS } from '../../protocol/index.ts';
import type { OpenSession } from '../../protocol/index.ts';
import { FILE_SURVEY, pieceHead, sendPiece, sendWhole, testFile } from '../testing/files.ts';
import type { TestFile } from '../testing/files.ts';
import { newResponseId, ROOT_KEY, submission, testService } from '../testing/service.ts';
import type { Answer, TestService } from '../testing/service.ts';

const AT = '2026-11-22T12:00:00.000Z';
const DAY_MS = 24 * 60 * 60 * 1000;

let test: TestService;
beforeAll(async () => {
  test = await testService();
  await test.publish('srv_a', FILE_SURVEY);
});
afterAll(() => test.service.close());

const problemOf = ({ status, json }: Answer) => [status, json.code];

/** The answers arrive: they name these files. */
async function answered(
  session: OpenSession,
  files: readonly TestFile[],
  change: Record<string, unknown> = {},
): Promise<void> {
  const value = files.length === 0 ? null : files.map(({ reference }) => reference);
  const skipped = { value: null, at: AT };
  const answers = { photo: { value, at: AT }, bill: skipped, why: skipped };
  const { json } = await test.submit(submission(session, { answers, ...change }));
  if (json.results[0].result !== 'stored') throw new Error(JSON.stringify(json));
}

const listed = async ({ responseId }: OpenSession) =>
  (await test.api('GET', `/v1/responses/${responseId}/files`)).json.items;

async function downloaded({ responseId }: OpenSession, { reference }: TestFile) {
  const path = `/v1/responses/${responseId}/files/${reference.id}`;
  const response = await test.service.fetch(
    new Request(`http://service.test${path}`, { headers: { authorization: `Bearer ${ROOT_KEY}` } }),
  );
  return { response, content: Buffer.from(await response.arrayBuffer()) };
}

const rows = async (responseId: string) => {
  const { db } = test.service.database;
  const files = db.selectFrom('files').selectAll().where('response_id', '=', responseId);
  const pieces = db
    .selectFrom('file_pieces')
    .select(['file_id', 'start'])
    .where('response_id', '=', responseId);
  return { files: await files.execute(), pieces: await pieces.execute() };
};

describe('a file that is sent in pieces', () => {
  it('is read out as it was, with its hash, once the answers name it', async () => {
    const session = await test.session({ respondent: 'person-1' });
    const file = testFile(250_000, { name: 'Фото "1"/../é.jpg' });
    const { json } = await sendWhole(test, session, file, { pieceBytes: LIMITS.filePieceBytes });
    expect(json).toEqual({ id: file.reference.id, received: 250_000, complete: true });
    await answered(session, [file]);

    const { response, content } = await downloaded(session, file);
    expect(content.equals(file.content)).toBe(true);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': '250000',
      'content-disposition':
        'attachment; filename="____ _1__..__.jpg"; ' +
        "filename*=UTF-8''%D0%A4%D0%BE%D1%82%D0%BE%20%221%22_.._%C3%A9.jpg",
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'repr-digest': `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`,
    });
    expect(await listed(session)).toEqual([
      {
        id: file.reference.id,
        question: 'photo',
        name: file.reference.name,
        type: 'image/jpeg',
        bytes: 250_000,
        complete: true,
        sha256: file.sha256,
        createdAt: AT,
        completedAt: AT,
      },
    ]);
  });

  it('says where to go on, to an empty piece and to a piece at a wrong place', async () => {
    const session = await test.session();
    const file = testFile(100_000);
    const ask = (offset = 0) => sendPiece(test, pieceHead(session, file, offset));
    expect((await ask()).json).toMatchObject({ received: 0, complete: false });
    const first = file.content.subarray(0, 40_000);
    await sendPiece(test, pieceHead(session, file), first);
    expect((await ask()).json).toMatchObject({ received: 40_000 });

    const tail = file.content.subarray(60_000);
    const early = await sendPiece(test, pieceHead(session, file, 60_000), tail);
    expect(early.json).toMatchObject({ received: 40_000, complete: false });
    const overlapping = file.content.subarray(20_000, 60_000);
    const again = await sendPiece(test, pieceHead(session, file, 20_000), overlapping);
    expect(again.json).toMatchObject({ received: 40_000 });
    expect((await rows(session.responseId)).pieces).toHaveLength(1);
  });

  it('is one file, however often and from how many tabs its pieces come at once', async () => {
    const session = await test.session();
    const file = testFile(160_000);
    const starts = [120_000, 0, 80_000, 40_000];
    const everyPiece = () =>
      starts.map((start) =>
        sendPiece(
          test,
          pieceHead(session, file, start),
          file.content.subarray(start, start + 40_000),
        ),
      );
    for (let round = 0; round < 4; round += 1) {
      const all = await Promise.all([...everyPiece(), ...everyPiece()]);
      expect(all.map(({ status }) => status)).toEqual(all.map(() => 200));
    }
    const { files, pieces } = await rows(session.responseId);
    expect(files).toMatchObject([{ received: 160_000, sha256: file.sha256 }]);
    expect(pieces).toHaveLength(4);
    const late = await sendPiece(test, pieceHead(session, file), file.content.subarray(0, 40_000));
    expect(late.json).toEqual({ id: file.reference.id, received: 160_000, complete: true });
  });

  it('arrives after its response is complete, and until then is not to be downloaded', async () => {
    const session = await test.session();
    const file = testFile(80_000);
    await answered(session, [file]);
    expect((await downloaded(session, file)).response.status).toBe(404);
    await sendPiece(test, pieceHead(session, file), file.content.subarray(0, 40_000));
    expect((await downloaded(session, file)).response.status).toBe(409);
    expect(await listed(session)).toMatchObject([{ complete: false, sha256: null }]);
    await sendWhole(test, session, file);
    expect((await downloaded(session, file)).content.equals(file.content)).toBe(true);
  });

  it('that the respondent has taken back is not shown to anybody', async () => {
    const session = await test.session();
    const [kept, takenBack] = [testFile(20_000), testFile(20_000)];
    await sendWhole(test, session, kept);
    await sendWhole(test, session, takenBack);
    await answered(session, [kept]);
    expect((await listed(session)).map(({ id }) => id)).toEqual([kept.reference.id]);
    expect((await downloaded(session, takenBack)).response.status).toBe(404);
  });
});

describe('a piece is refused', () => {
  it.each([
    [
      'under a forged grant',
      () => ({ grant: `otg_default_${'x'.repeat(43)}` }),
      401,
      'grant_invalid',
    ],
    ['without any grant', () => ({ grant: 'nothing' }), 401, 'grant_invalid'],
    ['for another response', () => ({ response: newResponseId() }), 401, 'grant_invalid'],
    ['for a question that takes no file', () => ({ question: 'why' }), 422, 'file_not_allowed'],
    ['for a question that there is not', () => ({ question: 'nothing' }), 422, 'file_not_allowed'],
  ])('%s', async (_why, change, status, code) => {
    const session = await test.session();
    const file = testFile(20_000);
    const answer = await sendPiece(test, pieceHead(session, file, 0, change()), file.content);
    expect(problemOf(answer)).toEqual([status, code]);
    expect((await rows(session.responseId)).files).toEqual([]);
  });

  it.each([
    ['of a type that the question does not take', 'photo', 'application/pdf', 20_000],
    ['as an SVG picture', 'photo', 'image/svg+xml', 20_000],
    ['as a page', 'bill', 'text/html', 20_000],
    ['of a file that is too large for the question', 'bill', 'application/pdf', 400_001],
  ])('%s', async (_why, question, type, bytes) => {
    const session = await test.session();
    const file = testFile(bytes, { type });
    const head = pieceHead(session, file, 0, { question });
    const answer = await sendPiece(test, head, file.content.subarray(0, LIMITS.filePieceBytes));
    expect(problemOf(answer)).toEqual([422, 'file_not_allowed']);
    const asked = await sendPiece(test, head);
    expect(problemOf(asked)).toEqual([422, 'file_not_allowed']);
  });

  it.each([
    [
      'a page under the name of a picture',
      'image/jpeg',
      '<!doctype html><script>alert(1)</script>',
    ],
    ['SVG under the name of a picture', 'image/png', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['a picture of another type', 'image/webp', '\u0089PNG\r\n\u001a\n'],
  ])('as %s', async (_what, type, text) => {
    const session = await test.session();
    const content = Buffer.from(text, 'latin1');
    const file = { ...testFile(content.length, { type }), content };
    const answer = await sendPiece(test, pieceHead(session, file), content);
    expect(problemOf(answer)).toEqual([422, 'file_content_invalid']);
  });

  it('that is too large, too small or beyond the end', async () => {
    const session = await test.session();
    const file = testFile(300_000);
    const send = (offset: number, bytes: number) =>
      sendPiece(test, pieceHead(session, file, offset), Buffer.alloc(bytes));
    expect(problemOf(await send(0, LIMITS.filePieceBytes + 1))).toEqual([413, 'body_too_large']);
    expect(problemOf(await send(0, 300_000))).toEqual([413, 'body_too_large']);
    expect(problemOf(await send(0, LIMITS.filePieceBytesMin - 1))).toEqual([
      400,
      'request_invalid',
    ]);
    expect(problemOf(await send(299_999, 2))).toEqual([400, 'request_invalid']);
  });

  it('of another file under the same id', async () => {
    const session = await test.session();
    const file = testFile(80_000);
    await sendPiece(test, pieceHead(session, file), file.content.subarray(0, 40_000));
    const other = { ...file, reference: { ...file.reference, bytes: 90_000 } };
    const answer = await sendPiece(test, pieceHead(session, other, 40_000));
    expect(problemOf(answer)).toEqual([409, 'file_mismatch']);
  });

  it('from another page, and from none', async () => {
    const session = await test.session();
    const file = testFile(20_000);
    const from = (origin: string | null) =>
      sendPiece(test, pieceHead(session, file), file.content, origin);
    expect(problemOf(await from('https://thief.example'))).toEqual([403, 'origin_not_allowed']);
    expect(problemOf(await from(null))).toEqual([403, 'origin_missing']);
  });

  it('when the response has had as many files as it may', async () => {
    const session = await test.session();
    const files = Array.from({ length: LIMITS.filesPerResponse + 4 }, () => testFile(4));
    const sent = await Promise.all(files.map((file) => sendWhole(test, session, file)));
    const codes = sent.map(({ json }) => json.code).filter(Boolean);
    expect(codes).toEqual(Array.from({ length: 4 }, () => 'file_limit'));
    expect((await rows(session.responseId)).files).toHaveLength(LIMITS.filesPerResponse);
  });

  it('for a response that is somebody else’s by now', async () => {
    const session = await test.session({ respondent: 'second' });
    await answered(session, []);
    // As when two sessions for one id were opened in the same moment, and the other was first to answer.
    await test.service.database.write((trx) =>
      trx
        .updateTable('responses')
        .set({ respondent: 'first' })
        .where('id', '=', session.responseId)
        .execute(),
    );
    const file = testFile(20_000);
    const answer = await sendPiece(test, pieceHead(session, file), file.content);
    expect(problemOf(answer)).toEqual([401, 'grant_invalid']);
  });
});

describe('time', () => {
  it('ends the right to send, and takes what no answer names', async () => {
    const session = await test.session();
    const [named, unfinished, takenBack] = [testFile(40_000), testFile(40_000), testFile(40_000)];
    const orphan = await test.session();
    const lost = testFile(40_000);
    await sendWhole(test, session, named);
    await sendWhole(test, session, takenBack);
    await sendWhole(test, orphan, lost);
    await sendPiece(test, pieceHead(session, unfinished), unfinished.content.subarray(0, 20_000));
    await answered(session, [named, unfinished]);

    const before = test.clock.now;
    await test.service.upkeep();
    expect((await rows(session.responseId)).files).toHaveLength(3);
    test.advance(31 * DAY_MS);
    try {
      const late = await sendPiece(test, pieceHead(session, unfinished));
      expect(problemOf(late)).toEqual([401, 'grant_expired']);
      await test.service.upkeep();
      const left = await rows(session.responseId);
      expect(left.files.map(({ id }) => id)).toEqual([named.reference.id]);
      expect(left.pieces.map(({ file_id }) => file_id)).toEqual([named.reference.id]);
      expect(await rows(orphan.responseId)).toEqual({ files: [], pieces: [] });
      test.advance(31 * DAY_MS);
      await test.service.upkeep();
      expect((await downloaded(session, named)).content.equals(named.content)).toBe(true);
    } finally {
      test.clock.now = before;
    }
  });
});

describe('a person', () => {
  it('erased while files arrive leaves nothing behind', async () => {
    const rounds = Array.from({ length: 8 }, async (_, round) => {
      const respondent = `racer-${round}`;
      const session = await test.session({ respondent });
      const file = testFile(120_000);
      const sending = sendWhole(test, session, file, { pieceBytes: 20_000 });
      await Promise.all([sending, test.api('DELETE', `/v1/respondents/${respondent}`)]);
      expect(await rows(session.responseId)).toEqual({ files: [], pieces: [] });
    });
    await Promise.all(rounds);
  });

  it('finds the files in the export, and after the erasure nothing, nor a way to send the rest', async () => {
    const session = await test.session({ respondent: 'person-2' });
    const [file, halfway] = [testFile(40_000), testFile(40_000)];
    await sendWhole(test, session, file);
    await sendPiece(test, pieceHead(session, halfway), halfway.content.subarray(0, 20_000));
    await answered(session, [file, halfway]);
    const { text } = await test.api('GET', '/v1/respondents/person-2/export');
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string });
    expect(lines.filter(({ kind }) => kind === 'file')).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({
          response: session.responseId,
          id: file.reference.id,
          sha256: file.sha256,
        }),
        expect.objectContaining({ id: halfway.reference.id, complete: false }),
      ]),
    );

    await test.api('DELETE', '/v1/respondents/person-2');
    expect(await rows(session.responseId)).toEqual({ files: [], pieces: [] });
    const rest = halfway.content.subarray(20_000);
    const late = await sendPiece(test, pieceHead(session, halfway, 20_000), rest);
    expect(problemOf(late)).toEqual([410, 'response_erased']);
    expect((await downloaded(session, file)).response.status).toBe(404);
  });
});
