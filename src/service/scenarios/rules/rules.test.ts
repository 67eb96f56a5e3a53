import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { InvitationStatus, Scenario } from '../../../protocol/index.ts';
import type {
  Circumstances,
  EventFacts,
  Happening,
  Journey,
  Permission,
  Turn,
} from '../journey.ts';
import { advance, again, enter, entrance, leave } from './rules.ts';

const SCENARIO = Scenario.parse({
  title: 'After a delivery',
  on: { event: 'order.delivered', if: { variable: 'person_segment', op: 'eq', value: 'VIP' } },
  per: 'order',
  cancelOn: [{ event: 'order.returned', same: 'order' }],
  timezone: 'Europe/Berlin',
  quietHours: { from: '21:00', to: '09:00' },
  steps: [
    {
      id: 'ask',
      type: 'invite',
      survey: 'srv_delivery',
      channels: ['push', 'link'],
      openWithin: 'PT4H',
      expiresAfter: 'P5D',
      variables: { order: { property: 'order' }, segment: { person: 'segment' } },
    },
    {
      id: 'happy',
      type: 'branch',
      branches: [
        {
          of: 'ask',
          status: ['completed'],
          if: { answer: 'nps', op: 'gte', value: 9 },
          goTo: 'week',
        },
        { of: 'ask', status: ['expired', 'suppressed'], goTo: 'end' },
      ],
    },
    { id: 'sorry', type: 'end' },
    { id: 'week', type: 'wait', for: 'P7D', since: 'event' },
    { id: 'product', type: 'invite', survey: 'srv_product', channels: ['link'], patience: 'P3D' },
  ],
});

const START = '2026-11-23T10:00:00.000Z';
const DELIVERED: EventFacts = {
  id: 'e1',
  name: 'order.delivered',
  at: START,
  properties: { order: 'A-1' },
};
const NAMES = { journey: 'jrn_1', scenario: 'scn_a', version: 1 };

function around(
  change: Partial<Circumstances> & { at?: string; channels?: string[] } = {},
): Circumstances {
  const { at = START, channels = ['fcm'], ...rest } = change;
  return {
    scenario: SCENARIO,
    now: new Date(at),
    person: {
      id: 'ann',
      attributes: { segment: 'VIP' },
      timezone: null,
      lang: 'ru',
      channels: new Set(channels),
    },
    responses: {},
    mayAsk: () => ({ ask: true }),
    ...rest,
  };
}

const entered = (circumstances = around()): Turn => enter(DELIVERED, circumstances, NAMES)!;
const whats = ({ remarks }: Turn): string[] => remarks.map(({ what }) => what);
const heard = (status: InvitationStatus, reason?: 'address_gone'): Happening => ({
  type: 'invitation',
  invitation: 'inv_1_0_0',
  status,
  ...(reason === undefined ? {} : { reason }),
});
const answered = (nps: number) => ({
  srv_delivery: { status: 'completed' as const, answers: { nps: { value: nps, at: START } } },
});

describe('whoever it happens to', () => {
  it('is asked at once, by the first channel that reaches them', () => {
    const { journey, effects } = entered();
    expect(effects).toEqual([
      {
        type: 'invite',
        step: 'ask',
        invite: {
          id: 'inv_1_0_0',
          survey: 'srv_delivery',
          channels: ['fcm'],
          variables: { order: 'A-1', segment: 'VIP' },
          lang: 'ru',
          expiresAt: '2026-11-28T10:00:00.000Z',
        },
      },
    ]);
    expect(journey).toMatchObject({ key: 'A-1', step: 'ask', dueAt: '2026-11-23T14:00:00.000Z' });
  });

  it('stays outside where the condition does not hold, and is told why', () => {
    const { person } = around();
    const poor = around({ person: { ...person, attributes: {} } });
    expect(enter(DELIVERED, poor, NAMES)).toBeNull();
    expect(entrance(DELIVERED, poor)).toEqual({
      enters: false,
      why: 'The condition of "on" does not hold.',
    });
    expect(entrance({ ...DELIVERED, properties: {} }, around())).toEqual({
      enters: false,
      why: 'The event has no property "order".',
    });
  });

  it('is on one journey for each occasion, unless it says otherwise', () => {
    const { journey } = entered();
    const ended = { ...journey, status: 'ended' as const };
    const rule = (which: 'never' | 'restart') =>
      around({ scenario: { ...SCENARIO, again: which } });
    expect(again(undefined, around()).kind).toBe('enter');
    expect(again(journey, around()).kind).toBe('stay');
    expect(again(ended, around()).kind).toBe('enter');
    expect(again(ended, rule('never')).kind).toBe('stay');
    expect(again(journey, rule('restart')).kind).toBe('restart');
  });

  it('is left in peace at night, and asked in the morning', () => {
    const night = entered(around({ at: '2026-11-23T22:30:00.000Z' }));
    expect(night.effects).toEqual([]);
    expect(night.journey.dueAt).toBe('2026-11-24T08:00:00.000Z');
    const morning = advance(night.journey, { type: 'due' }, around({ at: night.journey.dueAt! }));
    expect(whats(morning)).toEqual(['invited']);
  });
});

describe('an invitation', () => {
  it('that nobody opens is tried by the next channel as well, once', () => {
    const { journey } = entered();
    const due = around({ at: journey.dueAt! });
    const turn = advance(journey, { type: 'due' }, due);
    expect(turn.effects).toEqual([{ type: 'widen', invitation: 'inv_1_0_0', channels: ['link'] }]);
    expect(turn.journey.dueAt).toBe('2026-11-28T10:00:00.000Z');
    expect(advance(turn.journey, { type: 'due' }, due).effects).toEqual([]);
  });

  it('that was opened is not', () => {
    const { journey } = advance(entered().journey, heard('opened'), around());
    expect(journey.dueAt).toBe('2026-11-28T10:00:00.000Z');
  });

  it('of which the channel fails is made anew by the next one', () => {
    const turn = advance(entered().journey, heard('suppressed', 'address_gone'), around());
    expect(turn.effects).toMatchObject([
      { type: 'invite', invite: { id: 'inv_1_0_1', channels: ['link'] } },
    ]);
  });

  it('that is answered leads on, by what was answered', () => {
    const glad = advance(entered().journey, heard('completed'), around({ responses: answered(9) }));
    expect(whats(glad)).toEqual(['completed', 'branched', 'waiting']);
    expect(glad.journey).toMatchObject({ step: 'week', dueAt: '2026-11-30T10:00:00.000Z' });
    const sad = advance(entered().journey, heard('completed'), around({ responses: answered(2) }));
    expect(sad.journey).toMatchObject({ status: 'ended', step: null, dueAt: null });
  });

  it('that nobody answers has ended for the journey too, however late it is told', () => {
    const { journey } = entered();
    const turn = advance(journey, { type: 'due' }, around({ at: '2026-11-28T10:00:00.000Z' }));
    expect(turn.journey).toMatchObject({ status: 'ended', asked: { ask: { status: 'expired' } } });
    expect(whats(turn)).toEqual(['unanswered', 'branched', 'ended']);
    expect(advance(turn.journey, heard('expired'), around()).remarks).toEqual([]);
  });

  it('is not made for somebody who cannot be reached', () => {
    const scenario = Scenario.parse({
      ...SCENARIO,
      steps: [{ id: 'ask', type: 'invite', survey: 'srv_a', channels: ['push'] }],
    });
    const turn = entered(around({ scenario, channels: [] }));
    expect(turn.journey.asked['ask']).toMatchObject({ status: 'suppressed', reason: 'no_address' });
  });
});

describe('somebody who may not be asked', () => {
  const tired = (until?: string): Permission => ({
    ask: false,
    reason: 'fatigue',
    why: 'Asked two days ago.',
    ...(until === undefined ? {} : { until }),
  });
  const atProduct: Journey = { ...entered().journey, step: 'product', since: START, dueAt: START };

  it('is passed over, with the reason', () => {
    const turn = advance(atProduct, { type: 'due' }, around({ mayAsk: () => tired() }));
    expect(turn.effects).toEqual([]);
    expect(turn.remarks[0]).toMatchObject({ what: 'suppressed', why: 'Asked two days ago.' });
    expect(turn.journey.asked['product']).toMatchObject({
      status: 'suppressed',
      reason: 'fatigue',
    });
  });

  it('is asked later where the step is patient, and not where that is too late', () => {
    const look = (until: string) =>
      advance(atProduct, { type: 'due' }, around({ mayAsk: () => tired(until) }));
    expect(look('2026-11-25T22:00:00.000Z').journey.dueAt).toBe('2026-11-26T08:00:00.000Z');
    expect(whats(look('2026-12-25T10:00:00.000Z'))).toContain('suppressed');
  });
});

describe('a cancelling event', () => {
  const returned = (change: Partial<EventFacts> = {}): Happening => ({
    type: 'event',
    event: {
      id: 'e2',
      name: 'order.returned',
      at: '2026-11-24T10:00:00.000Z',
      properties: { order: 'A-1' },
      ...change,
    },
  });

  it('ends the journey and takes the invitation back', () => {
    const turn = advance(entered().journey, returned(), around());
    expect(turn.effects).toEqual([{ type: 'cancel', invitation: 'inv_1_0_0' }]);
    expect(turn.journey).toMatchObject({ status: 'left', step: null, dueAt: null });
    expect(advance(turn.journey, returned(), around()).remarks).toEqual([]);
  });

  it('of another order, or from before, does not', () => {
    for (const change of [{ properties: { order: 'A-2' } }, { at: '2026-11-20T10:00:00.000Z' }]) {
      expect(advance(entered().journey, returned(change), around()).remarks).toEqual([]);
    }
  });

  it('lets somebody finish who has begun to answer', () => {
    const { journey } = advance(entered().journey, heard('started'), around());
    expect(leave(journey, around(), 'Over.').effects).toEqual([]);
  });
});

describe('whatever happens, in whatever order', () => {
  const happenings = fc.oneof(
    fc.constant<Happening>({ type: 'due' }),
    fc.constantFrom(...InvitationStatus.options).map((status) => heard(status)),
    fc.constantFrom('order.returned', 'order.delivered').map((name): Happening => ({
      type: 'event',
      event: { ...DELIVERED, id: name, name },
    })),
  );
  const hours = fc.integer({ min: 0, max: 200 });

  it('the same a second time changes nothing, and nobody is invited twice', () => {
    const property = fc.property(fc.array(fc.tuple(happenings, hours)), (history) => {
      let turn = entered();
      let now = Date.parse(START);
      const invited = turn.effects.filter(({ type }) => type === 'invite');
      for (const [happening, passed] of history) {
        now += passed * 60 * 60_000;
        const circumstances = around({ at: new Date(now).toISOString(), responses: answered(9) });
        turn = advance(turn.journey, happening, circumstances);
        invited.push(...turn.effects.filter(({ type }) => type === 'invite'));
        const repeated = advance(turn.journey, happening, circumstances);
        expect(repeated).toEqual({ journey: turn.journey, effects: [], remarks: [] });
        expect(turn.journey.status === 'active').toBe(turn.journey.dueAt !== null);
      }
      const ids = invited.map((effect) => (effect.type === 'invite' ? effect.invite.id : ''));
      expect(new Set(ids).size).toBe(ids.length);
    });
    fc.assert(property, { seed: 20_261_123, numRuns: 300 });
  });
});
