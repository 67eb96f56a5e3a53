import { expect, it, test } from 'vitest';

import { Scenario, SurveyContent } from '../../../protocol/index.ts';
import { checkScenario } from './rules.ts';

const SURVEY = SurveyContent.parse({
  title: { en: 'Delivery' },
  defaultLanguage: 'en',
  variables: { order: { type: 'string' }, total: { type: 'number' } },
  screens: [{ id: 'a', questions: [{ id: 'nps', type: 'nps', title: { en: 'Well?' } }] }],
  thanks: { title: { en: 'Thanks' } },
});
const SURVEYS = new Map([['srv_a', SURVEY]]);

const ask = { id: 'ask', type: 'invite', survey: 'srv_a', channels: ['push', 'link'] };
const wait = { id: 'wait', type: 'wait', for: 'P1D' };
const branch = (branches: unknown) => ({ id: 'fork', type: 'branch', branches });

function faults(
  steps: readonly unknown[],
  change: object = {},
  surveys?: typeof SURVEYS,
): string[] {
  const base = { title: 'A', on: { event: 'a.b' }, timezone: 'Europe/Berlin', steps, ...change };
  return checkScenario(Scenario.parse(base), surveys).map(
    ({ pointer, code }) => `${pointer} ${code}`,
  );
}

it('passes what fits together', () => {
  const steps = [
    {
      ...ask,
      openWithin: 'PT4H',
      variables: { order: { property: 'order' }, total: { value: 1 } },
    },
    branch([{ of: 'ask', if: { answer: 'nps', op: 'gte', value: 9 }, goTo: 'end' }]),
    wait,
  ];
  expect(faults(steps, {}, SURVEYS)).toEqual([]);
});

test.each([
  ['two steps of one name', [ask, ask], '/steps/1/id id_repeated'],
  ['a way to nowhere', [{ ...ask, goTo: 'x' }], '/steps/0/goTo step_unknown'],
  ['a way back', [wait, { ...ask, goTo: 'wait' }], '/steps/1/goTo step_earlier'],
  ['a way to itself', [{ ...ask, goTo: 'ask' }], '/steps/0/goTo step_earlier'],
  ['a step that nothing leads to', [{ ...ask, goTo: 'end' }, wait], '/steps/1 step_unreachable'],
  [
    'a step behind a branch that is always taken',
    [ask, branch([{ goTo: 'end' }]), wait],
    '/steps/2 step_unreachable',
  ],
  ['nobody asked', [wait], '/steps nobody_asked'],
  [
    'a status of nobody',
    [ask, branch([{ status: ['completed'], goTo: 'end' }])],
    '/steps/1/branches/0/status of_missing',
  ],
  [
    'a branch on what comes later',
    [branch([{ of: 'ask', goTo: 'end' }]), ask],
    '/steps/0/branches/0/of invite_unknown',
  ],
  [
    'answers of nobody',
    [ask, branch([{ if: { answer: 'nps', op: 'answered' }, goTo: 'end' }])],
    '/steps/1/branches/0/if/answer answers_of_nobody',
  ],
  [
    'a question that is not asked',
    [ask, branch([{ of: 'ask', if: { answer: 'csat', op: 'answered' }, goTo: 'end' }])],
    '/steps/1/branches/0/if/answer question_unknown',
  ],
  ['an unknown survey', [{ ...ask, survey: 'srv_x' }], '/steps/0/survey survey_unknown'],
  [
    'an unknown variable',
    [{ ...ask, variables: { colour: { property: 'a' } } }],
    '/steps/0/variables/colour variable_unfit',
  ],
  [
    'a constant of another type',
    [{ ...ask, variables: { total: { value: 'much' } } }],
    '/steps/0/variables/total variable_unfit',
  ],
  [
    'a single channel to fall back to',
    [{ ...ask, channels: ['link'], openWithin: 'PT1H' }],
    '/steps/0/openWithin no_other_channel',
  ],
  [
    'a reminder after the end',
    [{ ...ask, remindAfter: 'P5D', expiresAfter: 'P5D' }],
    '/steps/0/remindAfter after_the_end',
  ],
])('finds %s', (_what, steps, expected) => {
  expect(faults(steps, {}, SURVEYS)).toContain(expected);
});

it('looks into conditions of beginnings and endings, however deep', () => {
  let condition: object = { variable: 'total', op: 'gt', value: 1 };
  for (let depth = 0; depth < 8; depth += 1) condition = { not: condition };
  const found = faults(
    [ask],
    {
      on: { event: 'a.b', if: condition },
      cancelOn: [{ event: 'a.c', answersOf: 'srv_x', if: { answer: 'nps', op: 'empty' } }],
    },
    SURVEYS,
  );
  expect(found).toEqual([
    `/on/if${'/not'.repeat(8)} too_deep`,
    '/cancelOn/0/answersOf survey_unknown',
  ]);
});

test.each([
  [{ timezone: 'Mars/Olympus' }],
  [{ quietHours: { from: '09:00', to: '09:00' } }],
  [{ steps: [{ id: 'wait', type: 'wait' }, ask] }],
  [{ steps: [{ ...wait, for: 'P2Y' }, ask] }],
  [{ steps: [{ ...wait, for: 'P' }, ask] }],
  [{ steps: [{ ...wait, for: 'P1DT' }, ask] }],
  [{ steps: [{ ...ask, channels: ['pigeon'] }] }],
])('is no scenario at all with %j', (change) => {
  const base = { title: 'A', on: { event: 'a.b' }, timezone: 'UTC', steps: [ask] };
  expect(Scenario.safeParse(base).success).toBe(true);
  expect(Scenario.safeParse({ ...base, ...change }).success).toBe(false);
});
