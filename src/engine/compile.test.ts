import { describe, expect, it } from 'vitest';

import type { Question, Screen, SurveyContent } from '../protocol/index.ts';
import { compileSurvey } from './compile.ts';

const en = (text: string): { en: string } => ({ en: text });
const choice = (id: string, more: object = {}) => ({ id, label: en(`the ${id}`), ...more });
const bought: Question = {
  id: 'bought',
  type: 'multiple',
  title: en('What did you buy?'),
  choices: [
    choice('tea'),
    choice('cup'),
    choice('other', { other: true }),
    choice('nothing', { exclusive: true }),
  ],
};

const survey = (screens: Screen[], more: Partial<SurveyContent> = {}): SurveyContent => ({
  title: en('Survey'),
  defaultLanguage: 'en',
  screens,
  thanks: { title: en('Thanks') },
  ...more,
});

const loop = survey([
  {
    id: 'first',
    questions: [bought],
    goTo: [{ if: { answer: 'bought', op: 'empty' }, to: 'end' }, { to: 'about' }],
  },
  {
    id: 'about',
    loop: 'bought',
    showIf: { variable: 'url', op: 'answered' },
    questions: [
      { id: 'score', type: 'nps', title: en('How good was {{loop.label}}?') },
      {
        id: 'kind',
        type: 'single',
        title: en('Which kind, after {{ answer.score | your score }}?'),
        choices: [choice('black'), choice('other', { other: true })],
        requiredIf: { answer: 'score', op: 'lt', value: 5 },
        rules: [
          {
            must: { answer: 'kind', op: 'ne', value: 'black' },
            message: en('Not {{answer.kind}}'),
          },
        ],
      },
    ],
    goTo: [{ if: { answer: 'score', op: 'gte', value: 9 }, to: 'why' }, { to: 'last' }],
  },
  {
    id: 'why',
    loop: 'bought',
    questions: [
      {
        id: 'points',
        type: 'hidden',
        value: { sum: [{ answer: 'score' }, { points: 'kind', of: { score: 1 } }] },
      },
      { id: 'word', type: 'hidden', value: { text: '{{loop.label}} {{answer.kind_other|-}}' } },
      {
        id: 'page',
        type: 'link',
        title: en('More'),
        label: en('More'),
        url: 'https://a.example/{{answer.score}}',
      },
    ],
  },
  { id: 'last', questions: [{ id: 'bye', type: 'statement', title: en('{{answer.score__tea}}') }] },
]);

const byId = (content: SurveyContent, id: string): Screen => {
  const found = content.screens.find((screen) => screen.id === id);
  if (found === undefined) throw new Error(`no screen ${id}`);
  return found;
};

describe('a loop', () => {
  const compiled = compileSurvey(loop);

  it('becomes its screens for each choice, one choice after the other', () => {
    expect(compiled.screens.map(({ id }) => id)).toEqual([
      'first',
      'about__tea',
      'why__tea',
      'about__cup',
      'why__cup',
      'last',
    ]);
  });

  it('is asked about choices that were made', () => {
    expect(byId(compiled, 'about__cup').showIf).toEqual({
      all: [
        { answer: 'bought', op: 'includes', value: 'cup' },
        { variable: 'url', op: 'answered' },
      ],
    });
  });

  it('refers to its own round', () => {
    const about = byId(compiled, 'about__cup');
    const [score, kind, other] = about.questions;
    expect(score).toMatchObject({ id: 'score__cup', title: en('How good was the cup?') });
    expect(kind).toMatchObject({
      id: 'kind__cup',
      title: en('Which kind, after {{ answer.score__cup | your score }}?'),
      requiredIf: { answer: 'score__cup', op: 'lt', value: 5 },
      choices: [{ id: 'black' }, { id: 'other' }],
      rules: [{ must: { answer: 'kind__cup' }, message: en('Not {{answer.kind__cup}}') }],
    });
    expect(other).toMatchObject({ id: 'kind__cup_other', of: 'kind__cup' });
    expect(about.goTo).toEqual([
      { if: { answer: 'score__cup', op: 'gte', value: 9 }, to: 'why__cup' },
      { to: 'last' },
    ]);
    expect(byId(compiled, 'why__tea').questions).toMatchObject([
      {
        id: 'points__tea',
        value: { sum: [{ answer: 'score__tea' }, { points: 'kind__tea', of: { score: 1 } }] },
      },
      { id: 'word__tea', value: { text: 'the tea {{answer.kind__tea_other|-}}' } },
      { id: 'page__tea', url: 'https://a.example/{{answer.score__tea}}' },
    ]);
  });

  it('is entered at its first round', () => {
    expect(byId(compiled, 'first').goTo?.[1]).toEqual({ to: 'about__tea' });
  });
});

describe('other short forms', () => {
  it('"other" asks for a text of its own, right after', () => {
    const [screen] = compileSurvey(survey([{ id: 's', questions: [bought] }])).screens;
    expect(screen?.questions[1]).toEqual({
      id: 'bought_other',
      type: 'text',
      size: 'short',
      of: 'bought',
      title: en('the other'),
      required: true,
      showIf: { answer: 'bought', op: 'includes', value: 'other' },
    });
  });

  it('a page to scroll is one screen, and each question keeps the conditions of its screen', () => {
    const condition = { variable: 'url', op: 'answered' } as const;
    const own = { answer: 'a', op: 'answered' } as const;
    const nps = (id: string, more: object = {}): Question => ({
      id,
      type: 'nps',
      title: en(id),
      ...more,
    });
    const { screens } = compileSurvey(
      survey(
        [
          { id: 'one', questions: [nps('a')] },
          { id: 'two', showIf: condition, questions: [nps('b'), nps('c', { showIf: own })] },
        ],
        { layout: 'scroll' },
      ),
    );
    expect(screens).toMatchObject([
      {
        id: 'one',
        questions: [
          { id: 'a' },
          { id: 'b', showIf: condition },
          { id: 'c', showIf: { all: [condition, own] } },
        ],
      },
    ]);
    expect(screens).toHaveLength(1);
  });

  it('more than twelve choices are searched, unless the survey says how to show them', () => {
    const long = (more: object = {}): Question => ({
      id: 'city',
      type: 'single',
      title: en('City'),
      choices: Array.from({ length: 13 }, (_, index) => choice(`c${index}`)),
      ...more,
    });
    const display = (question: Question) =>
      compileSurvey(survey([{ id: 's', questions: [question] }])).screens[0]?.questions[0];
    expect(display(long())).toMatchObject({ display: 'search' });
    expect(display(long({ display: 'dropdown' }))).toMatchObject({ display: 'dropdown' });
  });
});

it('compiling twice changes nothing', () => {
  for (const content of [loop, { ...loop, layout: 'scroll' as const }]) {
    const once = compileSurvey(content);
    expect(compileSurvey(once)).toEqual(once);
  }
});
