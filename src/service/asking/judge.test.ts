import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ProjectAskingPolicy, SurveyAskingPolicy } from '../../protocol/index.ts';
import { judge } from './judge.ts';
import type { Asking, Standing } from './judge.ts';

const DAY = 24 * 60 * 60 * 1000;
const NOW = new Date('2026-11-22T12:00:00.000Z');
const daysAgo = (days: number): string => new Date(NOW.getTime() - days * DAY).toISOString();

function asking(days: number, change: Partial<Asking> = {}): Asking {
  const at = daysAgo(days);
  return { survey: 'srv_a', at, outcome: 'shown', outcomeAt: at, ...change };
}

function standing(change: Partial<Standing> = {}): Standing {
  return {
    survey: 'srv_a',
    now: NOW,
    policy: {},
    project: {},
    optOut: null,
    isInShare: true,
    full: [],
    askings: [],
    tagsOf: () => [],
    ...change,
  };
}

const verdict = (change: Partial<Standing>) => {
  const { ask, reason, until } = judge(standing(change));
  return ask ? 'ask' : [reason, until];
};

const surveyed = (policy: SurveyAskingPolicy, ...askings: Asking[]) => verdict({ policy, askings });
const paused = (project: ProjectAskingPolicy, ...askings: Asking[]) =>
  verdict({ project, askings });

describe('somebody', () => {
  it('is asked where nothing is said against it', () => {
    expect(verdict({ askings: [asking(0), asking(1, { outcome: 'submitted' })] })).toBe('ask');
  });

  it('who has opted out is not asked, and who said "later" is asked later', () => {
    expect(verdict({ optOut: { until: null } })).toEqual(['fatigue', undefined]);
    expect(verdict({ optOut: { until: daysAgo(-3) } })).toEqual(['fatigue', daysAgo(-3)]);
    expect(verdict({ optOut: { until: daysAgo(0) } })).toBe('ask');
  });

  it('is asked between opening and closing', () => {
    expect(verdict({ opensAt: daysAgo(-1) })).toEqual(['fatigue', daysAgo(-1)]);
    expect(verdict({ opensAt: daysAgo(0), closesAt: daysAgo(-1) })).toBe('ask');
    expect(verdict({ closesAt: daysAgo(0) })).toEqual(['survey_closed', undefined]);
  });

  it('is among those who are asked, or not', () => {
    expect(verdict({ policy: { share: 0.5 }, isInShare: false })).toEqual(['fatigue', undefined]);
  });

  it('is not asked what has enough answers', () => {
    const quotas = [{ completed: 10 }];
    expect(verdict({ policy: { quotas }, full: ['Full.'] })).toEqual(['quota', undefined]);
    expect(verdict({ policy: { quotas } })).toBe('ask');
  });

  it('is asked a survey as often as it says', () => {
    const other = asking(1, { survey: 'srv_b', outcome: 'submitted' });
    expect(surveyed({ repeat: 'once' }, other)).toBe('ask');
    expect(surveyed({ repeat: 'once' }, asking(500))).toEqual(['fatigue', undefined]);
    expect(surveyed({ repeat: 'untilAnswered' }, asking(1), other)).toBe('ask');
    const answered = asking(9, { outcome: 'submitted' });
    expect(surveyed({ repeat: 'untilAnswered' }, answered)).toEqual(['fatigue', undefined]);
    expect(surveyed({ repeat: { times: 2 } }, asking(3), other)).toBe('ask');
    expect(surveyed({ repeat: { times: 2 } }, asking(3), asking(4))).toEqual([
      'fatigue',
      undefined,
    ]);
    expect(surveyed({ repeat: { everyDays: 30 } }, asking(40), asking(10))).toEqual([
      'fatigue',
      daysAgo(-20),
    ]);
    expect(surveyed({ repeat: { everyDays: 30 } }, asking(30))).toBe('ask');
  });

  it('has a pause after any survey, and after those of a tag', () => {
    const other = asking(2, { survey: 'srv_b' });
    expect(paused({ pauseDays: 7 }, other)).toEqual(['fatigue', daysAgo(-5)]);
    expect(paused({ pauseDays: 2 }, other)).toBe('ask');
    const tagsOf = (survey: string) => (survey === 'srv_b' ? ['shop'] : []);
    const tagged = { project: { tagPauseDays: { shop: 7, app: 90 } }, askings: [other], tagsOf };
    expect(verdict({ ...tagged, policy: { tags: ['app', 'shop'] } })).toEqual([
      'fatigue',
      daysAgo(-5),
    ]);
    expect(verdict({ ...tagged, policy: { tags: ['app'] } })).toBe('ask');
    expect(verdict(tagged)).toBe('ask');
  });

  it.each(['shown', 'dismissed', 'partial', 'submitted'] as const)(
    'has a pause of its own after "%s"',
    (outcome) => {
      const was = asking(9, { survey: 'srv_b', outcome, outcomeAt: daysAgo(4) });
      const others = (['shown', 'dismissed', 'partial', 'submitted'] as const).filter(
        (one) => one !== outcome,
      );
      expect(paused({ pauseDaysAfter: { [outcome]: 10 } }, was)).toEqual(['fatigue', daysAgo(-6)]);
      for (const other of others)
        expect(paused({ pauseDaysAfter: { [other]: 10 } }, was)).toBe('ask');
    },
  );

  it('is told the first check that fails, and all of them', () => {
    const { why, checks } = judge(
      standing({
        policy: { repeat: 'once' },
        project: { pauseDays: 30 },
        askings: [asking(3)],
      }),
    );
    expect(why).toBe('The person was asked this survey 1 times, and is once.');
    expect(checks.map(({ check, passed }) => [check, passed])).toEqual([
      ['optOut', true],
      ['repeat', false],
      ['pause', false],
    ]);
  });
});

const asked = fc.record({
  days: fc.nat(400),
  outcome: fc.constantFrom('shown', 'dismissed', 'partial', 'submitted'),
});

it('who may not be asked yet may be asked when the time has come', () => {
  fc.assert(
    fc.property(
      fc.array(asked, { maxLength: 5 }),
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 300 }),
      (was, pauseDays, everyDays) => {
        const askings = was.map(({ days, outcome }) => asking(days, { outcome }));
        const limits = { policy: { repeat: { everyDays } }, project: { pauseDays }, askings };
        let now = NOW;
        for (let looks = 0; looks < 3; looks += 1) {
          const { ask, until } = judge(standing({ ...limits, now }));
          if (ask) return;
          expect(until! > now.toISOString()).toBe(true);
          now = new Date(until!);
        }
        expect(judge(standing({ ...limits, now })).ask).toBe(true);
      },
    ),
  );
});
