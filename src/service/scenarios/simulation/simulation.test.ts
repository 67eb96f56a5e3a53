import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { Scenario, SimulationLine } from '../../../protocol/index.ts';
import type { SimulationEntry } from '../../../protocol/index.ts';
import { simulate } from './simulation.ts';
import type { Asking } from './simulated-person.ts';

const { id: _, ...document } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../examples/scenarios/delivery.json'), 'utf8'),
);
const CLASSIC = Scenario.parse(document);

/** Delivered on Monday 19 October 2026 at 15:30 in Berlin; on the 25th the clocks are put back. */
const at = '2026-10-19T13:30:00.000Z';
const delivered = (respondent: string, order: string, total = 80) => ({
  at,
  respondent,
  event: 'order.delivered',
  properties: { orderNumber: order, total },
});

function played(lines: readonly unknown[], mayAsk?: Asking): readonly SimulationEntry[] {
  const history = lines.map((line) => SimulationLine.parse(line));
  return simulate(CLASSIC, { history }, mayAsk).timeline;
}

/** `step at local time` of each invitation. */
const invited = (timeline: readonly SimulationEntry[], respondent: string): string[] =>
  timeline
    .filter((entry) => entry.respondent === respondent && entry.what === 'invited')
    .map(({ step, local }) => `${step} ${local}`);

describe('the classic journey', () => {
  it('asks after delivery, product and shop, at the same time of day on both sides of the change of clocks', () => {
    const timeline = played([
      { at, respondent: 'tom', person: { timezone: 'America/New_York' } },
      delivered('ann', 'A-1'),
      delivered('tom', 'A-2'),
    ]);
    expect(invited(timeline, 'ann')).toEqual([
      'delivery 2026-10-19 15:30 Europe/Berlin',
      'product 2026-10-27 10:00 Europe/Berlin',
      'shop 2026-11-19 18:30 Europe/Berlin',
    ]);
    expect(invited(timeline, 'tom')).toEqual([
      'delivery 2026-10-19 09:30 America/New_York',
      'product 2026-10-26 10:00 America/New_York',
      'shop 2026-11-19 18:30 America/New_York',
    ]);
  });

  it('ends where the order is returned, and not where another one is', () => {
    const returned = { at: '2026-10-22T09:00:00.000Z', respondent: 'ann', event: 'order.returned' };
    const timeline = played([
      delivered('ann', 'A-1'),
      delivered('ann', 'A-2'),
      { ...returned, properties: { orderNumber: 'A-1' } },
    ]);
    const steps = (order: string) =>
      timeline
        .filter(({ occasion, what }) => occasion === order && what === 'invited')
        .map(({ step }) => step);
    expect(steps('A-1')).toEqual(['delivery']);
    expect(steps('A-2')).toEqual(['delivery', 'product', 'shop']);
    expect(timeline.find(({ what }) => what === 'left')).toMatchObject({
      occasion: 'A-1',
      why: 'Left because of order.returned.',
    });
  });

  it('says why somebody was not asked: too small an order, asked too often, reached by nothing', () => {
    const onceAMonth: Asking = (_survey, { past, now }) => {
      const last = past.findLast(({ what }) => what === 'invited');
      const days = last === undefined ? 99 : (now.getTime() - Date.parse(last.at)) / 86_400_000;
      return days >= 10 ? { ask: true } : { ask: false, reason: 'fatigue', why: 'Asked before.' };
    };
    const timeline = played([delivered('ann', 'A-1'), delivered('zoe', 'A-2', 5)], onceAMonth);
    expect(invited(timeline, 'ann').map((line) => line.split(' ')[0])).toEqual([
      'delivery',
      'shop',
    ]);
    expect(timeline.find(({ what }) => what === 'suppressed')).toMatchObject({
      step: 'product',
      local: '2026-10-27 10:00 Europe/Berlin',
      why: 'Asked before.',
    });
    expect(timeline.find(({ respondent }) => respondent === 'zoe')).toMatchObject({
      what: 'notEntered',
      why: 'The condition of "on" does not hold.',
    });
  });

  it('asks no more of somebody who was very unhappy with the delivery', () => {
    const timeline = played([
      delivered('ann', 'A-1'),
      {
        at: '2026-10-20T10:00:00.000Z',
        respondent: 'ann',
        answers: 'srv_delivery',
        with: { recommend: 2 },
      },
    ]);
    expect(timeline.map(({ what }) => what)).toContain('branched');
    expect(invited(timeline, 'ann')).toHaveLength(2);
  });

  it('tries the link as well where nobody opens the notification within a day', () => {
    const timeline = played([delivered('ann', 'A-1')]);
    expect(timeline.find(({ what }) => what === 'widened')).toMatchObject({
      local: '2026-10-20 15:30 Europe/Berlin',
      why: 'Not opened in time; tried by link as well.',
    });
    const opened = { at: '2026-10-19T14:00:00.000Z', respondent: 'ann', opens: 'srv_delivery' };
    expect(played([delivered('ann', 'A-1'), opened]).map(({ what }) => what)).not.toContain(
      'widened',
    );
  });
});

describe('a history', () => {
  it('begins anew, is passed over, or enters again, as the scenario says', () => {
    const later = '2026-10-21T10:00:00.000Z';
    const history = [delivered('ann', 'A-1'), { ...delivered('ann', 'A-1'), at: later }].map(
      (line) => SimulationLine.parse(line),
    );
    const whats = (again: 'whenOver' | 'never' | 'restart') =>
      simulate({ ...CLASSIC, again }, { history, until: later }).timeline.map(({ what }) => what);
    expect(whats('whenOver')).toEqual(['entered', 'invited', 'widened', 'notEntered']);
    expect(whats('restart')).toEqual([
      'entered',
      'invited',
      'widened',
      'left',
      'entered',
      'invited',
    ]);
    const over = { ...delivered('ann', 'A-1'), at: '2027-01-10T10:00:00.000Z' };
    const entries = (again: 'whenOver' | 'never') =>
      simulate(
        { ...CLASSIC, again },
        { history: [...history.slice(0, 1), SimulationLine.parse(over)] },
      ).timeline.filter(({ what }) => what === 'entered').length;
    expect([entries('whenOver'), entries('never')]).toEqual([2, 1]);
  });

  it('may stand in any order, and the same event in it twice', () => {
    const line = { ...delivered('ann', 'A-1'), id: 'e1' };
    const answer = { at: '2026-10-20T10:00:00.000Z', respondent: 'ann', answers: 'srv_delivery' };
    expect(played([answer, line, line])).toEqual(played([line, answer]));
  });

  it('is played to a time, and no further', () => {
    const history = [SimulationLine.parse(delivered('ann', 'A-1'))];
    const { timeline } = simulate(CLASSIC, { history, until: '2026-10-27T08:59:59.999Z' });
    expect(invited(timeline, 'ann')).toHaveLength(1);
    const next = simulate(CLASSIC, { history, until: '2026-10-27T09:00:00.000Z' });
    expect(invited(next.timeline, 'ann')).toHaveLength(2);
  });

  it('of many people is told in order of time, three invitations for each', () => {
    const lines = Array.from({ length: 300 }, (_, one) => ({
      ...delivered(`r${one}`, `A-${one}`),
      at: new Date(Date.parse(at) + one * 29 * 60 * 60_000).toISOString(),
    }));
    const timeline = played(lines);
    const times = timeline.map((entry) => entry.at);
    expect(times).toEqual([...times].sort());
    expect(timeline.filter(({ what }) => what === 'invited')).toHaveLength(900);
  });
});
