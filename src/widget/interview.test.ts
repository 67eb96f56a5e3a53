import { describe, expect, it, vi } from 'vitest';

import { Interview } from './interview.ts';
import type { OutboxRecord } from './record.ts';
import { memoryStore } from './store/memory-store.ts';
import { Outbox } from './store/outbox.ts';
import { CONTENT, NOW, at, record } from './testing/samples.ts';

function begin(change: Partial<OutboxRecord> = {}): {
  interview: Interview;
  outbox: Outbox;
  onSaved: ReturnType<typeof vi.fn>;
} {
  const outbox = new Outbox([memoryStore()]);
  const onSaved = vi.fn();
  const fresh = { answers: {}, revision: 0, screen: 'first', ...change };
  return {
    interview: new Interview(record(fresh), { outbox, onSaved, now: () => NOW }),
    outbox,
    onSaved,
  };
}

describe('one step', () => {
  it('is stored before it is taken', async () => {
    const { interview, outbox } = begin();
    const save = vi.spyOn(outbox, 'save');
    let isStored = false;
    save.mockImplementationOnce(async (one) => {
      expect(interview.record.screen).toBe('first');
      isStored = true;
      return { record: one, storage: 'memory' };
    });
    await interview.finish({ nps: 7 });
    expect(isStored).toBe(true);
    expect(interview.record).toMatchObject({ screen: 'second', revision: 1, status: 'partial' });
  });

  it('that is wrong stores nothing and says what is wrong', async () => {
    const { interview, outbox } = begin();
    expect(await interview.finish({})).toEqual({
      ok: false,
      faults: { nps: { code: 'required' } },
      isWarning: false,
    });
    expect(await outbox.records()).toEqual([]);
  });

  it('marks what was left out as skipped, and ends in a complete response', async () => {
    const { interview, outbox } = begin();
    await interview.finish({ nps: 7 });
    await interview.finish({});
    await interview.finish({ liked: ['speed'], mail: 'me@EXAMPLE.com' });
    expect(await outbox.records()).toMatchObject([
      {
        revision: 3,
        status: 'completed',
        screen: null,
        timings: { completedAt: at(0.002) },
        answers: {
          nps: { value: 7 },
          why: { value: null },
          liked: { value: ['speed'] },
          mail: { value: 'me@example.com' },
        },
      },
    ]);
  });

  it('back keeps the answers, and an unchanged one keeps its time', async () => {
    const { interview } = begin({
      answers: { nps: { value: 7, at: at(-99) } },
      revision: 1,
      screen: 'second',
    });
    await interview.back({});
    expect(interview.record.screen).toBe('first');
    await interview.finish({ nps: 7 });
    expect(interview.record.answers['nps']).toEqual({ value: 7, at: at(-99) });
  });
});

describe('a screen that goes on', () => {
  it('stores what is right and not what is wrong', async () => {
    const { interview, outbox } = begin({
      answers: { nps: { value: 7, at: at() } },
      screen: 'third',
    });
    await interview.keep({ liked: ['taste'], mail: 'me@' });
    const [kept] = await outbox.records();
    expect(kept?.answers).toEqual({
      nps: { value: 7, at: at() },
      liked: { value: ['taste'], at: at() },
    });
    expect(kept).toMatchObject({ screen: 'third', revision: 1 });
  });

  it('makes no revision of nothing new', async () => {
    const { interview, onSaved } = begin({ screen: 'third' });
    await interview.keep({ liked: ['taste'] });
    await interview.keep({ liked: ['taste'] });
    expect(onSaved).toHaveBeenCalledTimes(1);
  });

  it('and its end, one right after the other, are stored in order', async () => {
    const { interview } = begin({ screen: 'third' });
    const keeping = interview.keep({ liked: ['taste'] });
    const finishing = interview.finish({ liked: ['taste', 'speed'], mail: null });
    await Promise.all([keeping, finishing]);
    expect(interview.record).toMatchObject({
      revision: 2,
      answers: { liked: { value: ['speed', 'taste'] } },
    });
  });
});

describe('closing', () => {
  it('without an answer stores nothing', async () => {
    const { interview, outbox } = begin();
    await interview.dismiss();
    expect(await outbox.records()).toEqual([]);
  });

  it('after an answer stores that it was dismissed', async () => {
    const { interview, outbox } = begin();
    await interview.finish({ nps: 7 });
    await interview.dismiss();
    expect(await outbox.records()).toMatchObject([{ status: 'dismissed', revision: 2 }]);
  });
});

describe('what an app tells when the question stands', () => {
  const variables = { order: { type: 'string' }, isVip: { type: 'boolean' } } as const;
  const survey = { id: 'srv_delivery', version: 1, content: { ...CONTENT, variables } };
  const told = { order: { value: 'A-17', source: 'page' } } as const;

  it('counts from then on; what is signed stands, and what is not declared is not kept', async () => {
    const isVip = { value: true, source: 'token' } as const;
    const { interview, outbox } = begin({ survey, variables: { isVip } });
    await interview.inform({ order: 'A-17', isVip: false, colour: 'red' });
    expect(interview.record.page).toEqual({ order: 'A-17' });
    expect(interview.record.variables).toEqual({ isVip, ...told });
    expect(await outbox.records(), 'it is no answer').toEqual([]);
    const { record: known } = interview;
    await interview.inform({ order: 'A-17' });
    expect(interview.record, 'the same said twice changes nothing').toBe(known);
  });

  it.each([0, 1])('stays when a session comes after %i answers', async (answers) => {
    const { interview } = begin({ survey, grant: '', deadline: '', base: 0 });
    await interview.inform({ order: 'A-17' });
    if (answers > 0) await interview.finish({ nps: 9 });
    const { id } = interview.record;
    const session = record({ id, survey, answers: {}, revision: 0, screen: 'first' });
    await interview.enter(session, false);
    expect(interview.record).toMatchObject({ page: { order: 'A-17' }, variables: told });
    expect(interview.record.grant).toBe(session.grant);
  });
});

it('a preview stores nothing', async () => {
  const outbox = new Outbox([memoryStore()]);
  const interview = new Interview(record({ screen: 'first', answers: {}, revision: 0 }), {
    outbox,
  });
  await interview.finish({ nps: 3 });
  expect(interview.record.screen).toBe('second');
  expect(await outbox.records()).toEqual([]);
});

it('another tab’s end of the survey is the end here too', async () => {
  const { interview, outbox } = begin({
    revision: 1,
    screen: 'second',
    answers: { nps: { value: 1, at: at() } },
  });
  await outbox.save({ ...interview.record, revision: 2, status: 'completed', screen: null });
  await interview.finish({ why: 'late' });
  expect(interview.record).toMatchObject({ status: 'completed', screen: null });
});
