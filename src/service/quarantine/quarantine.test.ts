/** What an operator does with answers that could not be stored. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { QuarantinedDetail, QuarantinedResponse, Repair } from '../../protocol/index.ts';
import type { OpenSession, StoredResponse, SurveyContent } from '../../protocol/index.ts';
import { FILE_SURVEY, sendWhole, testFile } from '../testing/files.ts';
import { answers, newResponseId, submission, SURVEY, testService } from '../testing/service.ts';
import type { Answer, TestService } from '../testing/service.ts';

let test: TestService;

beforeAll(async () => {
  test = await testService();
  await test.publish('srv_a');
});
afterAll(() => test.service.close());

const later = (seconds: number) =>
  new Date(test.clock.now.getTime() + seconds * 1000).toISOString();

async function keptOf({ responseId }: OpenSession): Promise<QuarantinedResponse> {
  const { json } = await test.api('GET', '/v1/quarantine?limit=500');
  const found = json.items.find(({ response }) => response === responseId);
  return QuarantinedResponse.parse(found);
}

async function detailOf(id: string): Promise<QuarantinedDetail> {
  return QuarantinedDetail.parse((await test.api('GET', `/v1/quarantine/${id}`)).json);
}

async function stored({ responseId }: OpenSession): Promise<StoredResponse> {
  return (await test.api('GET', `/v1/responses/${responseId}`)).json as unknown as StoredResponse;
}

const repair = (id: string, request: object = {}): Promise<Answer> =>
  test.api('POST', `/v1/quarantine/${id}/repair`, request);

const discard = (id: string, reason = 'a test by ourselves'): Promise<Answer> =>
  test.api('POST', `/v1/quarantine/${id}/discard`, { reason });

/** A completed response whose score lies beyond the scale. */
async function beyondTheScale(
  respondent?: string,
): Promise<{ session: OpenSession; id: string; item: Record<string, unknown> }> {
  const session = await test.session({ respondent, variables: { order: 'A-1' } });
  const item = submission(session, { answers: answers({ score: 11, why: 'Fast', liked: null }) });
  expect((await test.submit(item)).json.results[0].result).toBe('quarantined');
  return { session, id: (await keptOf(session)).id, item };
}

describe('what is in quarantine', () => {
  it('is listed by survey, reason and time', async () => {
    await test.publish('srv_listed');
    const session = await test.session({ survey: 'srv_listed' });
    await test.submit(submission(session));
    await test.submit(submission(session, { revision: 2, answers: answers({ score: 1 }) }));
    await test.submit(submission(session, { revision: 2, answers: answers({ score: 99 }) }));
    const reasons = async (query: string) =>
      (await test.api('GET', `/v1/quarantine?survey=srv_listed${query}`)).json.items
        .map((item) => (item as unknown as QuarantinedResponse).reason)
        .sort();
    const now = test.clock.now.toISOString();
    expect(await reasons('')).toEqual(['response_invalid', 'response_invalid']);
    const change = { ...answers({ score: 1, why: null, liked: null }) };
    await test.submit(submission(session, { revision: 3, answers: change }));
    expect(await reasons('&reason=response_final')).toEqual(['response_final']);
    expect(await reasons(`&since=${now}`)).toHaveLength(3);
    expect(await reasons(`&until=${now}`)).toEqual([]);
    expect(await reasons('&state=repaired')).toEqual([]);
  });

  it('is shown whole, with the place of each problem and what is stored beside it', async () => {
    const session = await test.session();
    const partial = { status: 'partial', answers: answers({ score: 3 }) };
    await test.submit(submission(session, partial));
    await test.submit(
      submission(session, { revision: 2, answers: answers({ score: 11, liked: ['price'] }) }),
    );
    expect(await detailOf((await keptOf(session)).id)).toMatchObject({
      survey: 'srv_a',
      version: 1,
      state: 'kept',
      settled: null,
      payload: { revision: 2, answers: { score: { value: 11 } } },
      errors: [{ pointer: '/answers/score/value' }, { pointer: '/answers/liked/value' }],
      stored: { revision: 1, answers: { score: { value: 3 } } },
    });
  });

  it('of no such id is said so', async () => {
    for (const { status, json } of [
      await test.api('GET', '/v1/quarantine/qrn_none'),
      await repair('qrn_none'),
      await discard('qrn_none'),
    ]) {
      expect([status, json.code]).toEqual([404, 'quarantine_unknown']);
    }
  });
});

describe('a payload that is repaired', () => {
  it('as it came, is refused with the same places while nothing is mended', async () => {
    const { session, id } = await beyondTheScale();
    const { status, json } = await repair(id);
    expect([status, json.code]).toEqual([422, 'response_invalid']);
    expect(json.errors).toMatchObject([{ pointer: '/answers/score/value', code: 'scale' }]);
    expect(await detailOf(id)).toMatchObject({ state: 'kept', stored: null });
    expect((await stored(session)).id).toBeUndefined();
  });

  it('with a correction is a normal response, and says who corrected what', async () => {
    const { session, id } = await beyondTheScale('rita');
    const patch = { answers: { score: { value: 10 } } };
    const { status, json } = await repair(id, { patch, note: 'An old app had eleven points.' });
    expect(status).toBe(200);
    expect(Repair.parse(json)).toMatchObject({ verdict: 'repaired', revision: 1, dryRun: false });
    expect(await stored(session)).toMatchObject({
      respondent: 'rita',
      status: 'completed',
      revision: 1,
      version: 1,
      answers: { score: { value: 10 }, why: { value: 'Fast' } },
      questions: { score: 'answered', why: 'answered', liked: 'skipped' },
      variables: { order: { value: 'A-1', source: 'token' } },
    });
    expect(await detailOf(id)).toMatchObject({
      state: 'repaired',
      payload: { answers: { score: { value: 11 } } },
      settled: {
        at: test.clock.now.toISOString(),
        by: 'root',
        note: 'An old app had eleven points.',
        repair: { patch, revision: 1 },
      },
    });
  });

  it('twice is refused, and counted once', async () => {
    const { session, id } = await beyondTheScale('twice');
    const patch = { answers: { score: { value: 10 } } };
    const both = await Promise.all([repair(id, { patch }), repair(id, { patch })]);
    expect(new Set(both.map((answer) => answer.status))).toEqual(new Set([200, 409]));
    const { status, json } = await repair(id, { patch: { answers: { score: { value: 1 } } } });
    expect([status, json.code]).toEqual([409, 'quarantine_settled']);
    expect((await discard(id)).json.code).toBe('quarantine_settled');
    const { json: list } = await test.api('GET', '/v1/responses?respondent=twice');
    expect(list.items).toMatchObject([{ id: session.responseId, revision: 1 }]);
    expect((await stored(session)).answers['score']?.value).toBe(10);
  });

  it('by a request that is repeated, is repaired once and answered twice', async () => {
    const { id } = await beyondTheScale();
    const request = { patch: { answers: { score: { value: 10 } } } };
    const options = { headers: { 'idempotency-key': `repair ${id}` } };
    const path = `/v1/quarantine/${id}/repair`;
    const first = await test.api('POST', path, request, options);
    const again = await test.api('POST', path, request, options);
    expect(first.status).toBe(200);
    expect([again.status, again.json]).toEqual([first.status, first.json]);
  });

  it('for a trial, shows what would come of it and changes nothing', async () => {
    const { session, id } = await beyondTheScale();
    const bad = await repair(id, { dryRun: true });
    expect([bad.status, bad.json]).toMatchObject([
      200,
      { verdict: 'invalid', revision: null, errors: [{ pointer: '/answers/score/value' }] },
    ]);
    const good = await repair(id, { dryRun: true, drop: ['score'] });
    expect(good.json).toMatchObject({
      verdict: 'repaired',
      answers: { score: { value: null }, why: { value: 'Fast' } },
    });
    expect((await stored(session)).id).toBeUndefined();
    expect((await detailOf(id)).state).toBe('kept');
  });

  it('without the answer that offends counts it as skipped', async () => {
    const { session, id } = await beyondTheScale();
    expect((await repair(id, { drop: ['score'] })).json).toMatchObject({ verdict: 'repaired' });
    expect(await stored(session)).toMatchObject({
      status: 'completed',
      answers: { score: { value: null }, why: { value: 'Fast' } },
      questions: { score: 'skipped' },
    });
  });

  it('without the answer that offends keeps what is stored of that question', async () => {
    const session = await test.session();
    const partial = { status: 'partial', answers: answers({ score: 3 }) };
    await test.submit(submission(session, partial));
    const said = { ...answers({ why: 'Slow', liked: null }), score: { value: 11, at: later(5) } };
    await test.submit(submission(session, { revision: 2, base: 1, answers: said }));
    await repair((await keptOf(session)).id, { drop: ['score'] });
    expect(await stored(session)).toMatchObject({
      revision: 2,
      status: 'completed',
      answers: { score: { value: 3 }, why: { value: 'Slow' } },
    });
  });

  it('with an answer to a question that there never was, goes without it', async () => {
    const session = await test.session();
    const said = {
      ...answers({ score: 9, why: null, liked: null }),
      nothing: { value: 1, at: '' },
    };
    await test.submit(submission(session, { answers: said }));
    await repair((await keptOf(session)).id, { drop: ['nothing'] });
    const { status, answers: kept } = await stored(session);
    expect([status, Object.keys(kept).sort()]).toEqual(['completed', ['liked', 'score', 'why']]);
  });

  it.each([
    ['a revision that no integer holds', { revision: 2 ** 40 }, {}],
    ['no answers at all', { answers: 7, status: 'partial' }, { answers: {} }],
    ['a status of another world', { status: 'gone' }, { status: 'dismissed' }],
    ['more than the schema knows', { extra: { a: 1 } }, { extra: null }],
  ])('from %s is mended by a patch', async (_what, change, patch) => {
    const session = await test.session();
    await test.submit(submission(session, change));
    const { json } = await repair((await keptOf(session)).id, { patch });
    expect(json).toMatchObject({ verdict: 'repaired', revision: 1 });
    expect((await stored(session)).revision).toBe(1);
  });

  it('by the version that was published to mend the survey, names that version', async () => {
    await test.publish('srv_mended');
    const session = await test.session({ survey: 'srv_mended' });
    const said = answers({ score: 9, why: null, liked: ['price'] });
    await test.submit(submission(session, { answers: said }));
    const { id } = await keptOf(session);
    expect((await repair(id, { version: 2 })).json.code).toBe('version_unknown');
    const mended = JSON.parse(
      JSON.stringify(SURVEY).replace(
        '"choices":[',
        '"choices":[{"id":"price","label":{"en":"P"}},',
      ),
    ) as SurveyContent;
    await test.publish('srv_mended', mended);
    expect((await repair(id)).json.code).toBe('response_invalid');
    expect((await repair(id, { version: 2 })).json).toMatchObject({ verdict: 'repaired' });
    expect(await stored(session)).toMatchObject({
      version: 2,
      answers: { liked: { value: ['price'] } },
    });
  });

  it('although the device has meanwhile said all of it, makes no new revision', async () => {
    const session = await test.session();
    await test.submit(submission(session, { extra: 1 }));
    await test.submit(submission(session, { revision: 2 }));
    const { id } = await keptOf(session);
    expect((await repair(id, { patch: { extra: null } })).json).toMatchObject({
      verdict: 'unchanged',
      revision: 2,
    });
    expect(await stored(session)).toMatchObject({ revision: 2 });
    expect((await detailOf(id)).state).toBe('repaired');
  });
});

describe('a device that goes on after a repair', () => {
  it('meets it as the revision of another device, and nothing of either is lost', async () => {
    const session = await test.session();
    const said = { ...answers({ score: 11 }), why: { value: 'Fast', at: later(-5) } };
    await test.submit(submission(session, { status: 'partial', answers: said }));
    const patch = { answers: { score: { value: 10 } } };
    await repair((await keptOf(session)).id, { patch });
    const next = {
      ...said,
      score: { value: 4, at: later(60) },
      why: { value: 'Hot', at: later(60) },
    };
    const item = submission(session, { revision: 2, base: 1, status: 'partial', answers: next });
    expect((await test.submit(item)).json.results[0].result).toBe('stored');
    expect(await stored(session)).toMatchObject({
      revision: 2,
      answers: { score: { value: 4 }, why: { value: 'Hot' } },
    });
  });

  it('that has fallen behind it is told of a conflict', async () => {
    const session = await test.session();
    const partial = { status: 'partial', answers: answers({ score: 3 }) };
    await test.submit(submission(session, partial));
    await test.submit(submission(session, { ...partial, answers: answers({ score: 12 }) }));
    await test.submit(
      submission(session, { ...partial, revision: 2, answers: answers({ score: 5 }) }),
    );
    const patch = { answers: { score: null, why: { value: 'Hot', at: later(1) } } };
    const { json } = await repair((await keptOf(session)).id, { patch });
    expect(json).toMatchObject({ verdict: 'repaired', revision: 3 });
    const item = submission(session, { revision: 3, base: 2, answers: answers({ score: 6 }) });
    expect((await test.submit({ ...item, status: 'partial' })).json.results[0]).toMatchObject({
      result: 'conflict',
      stored: { revision: 3, answers: { score: { value: 5 }, why: { value: 'Hot' } } },
    });
  });
});

describe('a change after completion', () => {
  async function lateChange(): Promise<{ session: OpenSession; id: string }> {
    const session = await test.session();
    await test.submit(submission(session));
    const said = {
      ...answers({ score: 0, liked: ['taste'] }),
      why: { value: 'Cold', at: later(9) },
    };
    await test.submit(submission(session, { revision: 2, base: 1, answers: said }));
    return { session, id: (await keptOf(session)).id };
  }

  it('is not repaired by accident', async () => {
    const { session, id } = await lateChange();
    const { status, json } = await repair(id);
    expect([status, json.code]).toEqual([409, 'response_final']);
    expect((await repair(id, { dryRun: true })).json).toMatchObject({ verdict: 'final' });
    expect(await stored(session)).toMatchObject({
      revision: 1,
      answers: { why: { value: 'Fast' } },
    });
  });

  it('counts when somebody says so, question by question, and stays completed when it was', async () => {
    const { session, id } = await lateChange();
    const { completedAt } = await stored(session);
    test.advance(60_000);
    const { json } = await repair(id, { overFinal: true });
    expect(json).toMatchObject({ verdict: 'repaired', revision: 2 });
    expect(await stored(session)).toMatchObject({
      status: 'completed',
      completedAt,
      answers: { why: { value: 'Cold' }, score: { value: 9 } },
    });
  });
});

describe('an erased person', () => {
  it('is not brought back by a repair', async () => {
    const { session, id } = await beyondTheScale('gone');
    // As if the payload had come through in the very moment of the erasure.
    const { db } = test.service.database;
    const row = await db.selectFrom('quarantine').selectAll().where('id', '=', id).execute();
    await test.api('DELETE', '/v1/respondents/gone');
    expect((await repair(id, { drop: ['score'] })).json.code).toBe('quarantine_unknown');
    await test.service.database.write(async (trx) => {
      const back = row.map(({ payload: _gone, errors: _too, settled: _none, ...kept }) => kept);
      const json = { payload: '{}', errors: '[]' } as never as { payload: never; errors: never };
      await trx
        .insertInto('quarantine')
        .values(back.map((one) => ({ ...one, ...json })))
        .execute();
    });
    const { status, json } = await repair(id, { drop: ['score'] });
    expect([status, json.code]).toEqual([410, 'response_erased']);
    expect((await stored(session)).id).toBeUndefined();
  });

  it('at the same time as a repair leaves nothing behind, in whichever order', async () => {
    for (let turn = 0; turn < 6; turn += 1) {
      const name = `race-${turn}`;
      const { session, id } = await beyondTheScale(name);
      const erase = () => test.api('DELETE', `/v1/respondents/${name}`);
      const mend = () => repair(id, { drop: ['score'] });
      const ended = turn % 2 === 0 ? [erase(), mend()] : [mend(), erase()];
      const statuses = (await Promise.all(ended)).map(({ status }) => status);
      expect(statuses.every((status) => [200, 404, 410].includes(status))).toBe(true);
      expect((await stored(session)).id).toBeUndefined();
      const { json } = await test.api('GET', '/v1/quarantine?limit=500');
      expect(json.items.filter(({ response }) => response === session.responseId)).toEqual([]);
    }
  });
});

describe('a payload that is discarded', () => {
  it('is gone for good; who did it, when and why is not', async () => {
    const { session, id, item } = await beyondTheScale();
    const { status, json } = await discard(id);
    expect(status).toBe(200);
    expect(QuarantinedResponse.parse(json)).toMatchObject({
      state: 'discarded',
      payload: {},
      errors: [],
      settled: { by: 'root', note: 'a test by ourselves', repair: null },
    });
    expect((await repair(id)).json.code).toBe('quarantine_settled');
    await test.submit(item);
    const { json: list } = await test.api('GET', '/v1/quarantine?state=discarded&limit=500');
    expect(list.items.map((one) => one.id)).toContain(id);
    const { json: kept } = await test.api('GET', '/v1/quarantine?limit=500');
    expect(kept.items.map(({ response }) => response)).not.toContain(session.responseId);
  });

  it('needs a reason', async () => {
    const { id } = await beyondTheScale();
    expect((await discard(id, '')).json.code).toBe('request_invalid');
    expect((await detailOf(id)).state).toBe('kept');
  });
});

describe('the files of a payload in quarantine', () => {
  const MONTHS_MS = 90 * 24 * 60 * 60 * 1000;

  async function withPhoto() {
    await test.publish('srv_photos', FILE_SURVEY);
    const session = await test.session({ survey: 'srv_photos' }, { responseId: newResponseId() });
    const photo = testFile(20_000);
    await sendWhole(test, session, photo);
    await test.submit(submission(session, { status: 'partial', answers: {} }));
    const said = answers({ photo: [photo.reference], bill: null, why: 5 });
    await test.submit(submission(session, { revision: 2, base: 1, answers: said }));
    const names = async (): Promise<readonly string[]> => {
      const rows = await test.service.database.db
        .selectFrom('files')
        .select('id')
        .where('response_id', '=', session.responseId)
        .execute();
      return rows.map((row) => row.id);
    };
    return { session, names, id: (await keptOf(session)).id, photo: photo.reference.id };
  }

  it('are there for the repair, months later and beside an earlier revision', async () => {
    const { id, names, photo } = await withPhoto();
    test.advance(MONTHS_MS);
    await test.service.upkeep();
    expect(await names()).toEqual([photo]);
    expect((await repair(id, { drop: ['why'] })).json).toMatchObject({ verdict: 'repaired' });
    test.advance(MONTHS_MS);
    await test.service.upkeep();
    expect(await names()).toEqual([photo]);
  });

  it('go when it is discarded', async () => {
    const { id, names } = await withPhoto();
    test.advance(MONTHS_MS);
    await test.service.upkeep();
    await discard(id);
    test.advance(MONTHS_MS);
    await test.service.upkeep();
    expect(await names()).toEqual([]);
  });
});
