import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { SurveyContent } from '../protocol/index.ts';
import type { Condition, Question } from '../protocol/index.ts';
import { checkSurvey } from './check.ts';
import { surveyContent } from './testing/surveys.ts';

const en = (text: string): { en: string } => ({ en: text });
const nps = (id: string, more: Partial<Question> = {}): Question =>
  ({ id, type: 'nps', title: en(id), ...more }) as Question;

function survey(change: (content: SurveyContent) => void): SurveyContent {
  const content: SurveyContent = {
    title: en('Survey'),
    defaultLanguage: 'en',
    variables: { segment: { type: 'string' }, orders: { type: 'number' } },
    screens: [
      { id: 'one', questions: [nps('a')] },
      {
        id: 'two',
        questions: [
          {
            id: 'b',
            type: 'multiple',
            title: en('b'),
            choices: [
              { id: 'x', label: en('x') },
              { id: 'y', label: en('y') },
            ],
          },
        ],
      },
      { id: 'three', questions: [nps('c')] },
    ],
    thanks: { title: en('Thanks') },
  };
  change(content);
  return content;
}

function faults(change: (content: SurveyContent) => void): [string, string][] {
  return checkSurvey(survey(change)).map(({ pointer, code }) => [pointer, code]);
}

const showIf = (condition: Condition) => (content: SurveyContent) => {
  const question = content.screens[1]?.questions[0];
  if (question !== undefined) question.showIf = condition;
};

const deep = (levels: number): Condition =>
  levels === 0 ? { answer: 'a', op: 'answered' } : { not: deep(levels - 1) };

describe('a survey that does not fit together', () => {
  it.each<[string, (content: SurveyContent) => void, [string, string][]]>([
    ['nothing is wrong', () => {}, []],
    [
      'two questions of one name',
      (s) => s.screens[2]?.questions.push(nps('a')),
      [['/screens/2/questions/1/id', 'id_repeated']],
    ],
    [
      'two screens of one name',
      (s) => s.screens.push({ id: 'one', questions: [nps('d')] }),
      [['/screens/3/id', 'id_repeated']],
    ],
    [
      'a condition on no question',
      showIf({ answer: 'z', op: 'answered' }),
      [['/screens/1/questions/0/showIf/answer', 'question_unknown']],
    ],
    [
      'a condition on a later question',
      showIf({ answer: 'c', op: 'answered' }),
      [['/screens/1/questions/0/showIf/answer', 'question_later']],
    ],
    [
      'a condition on itself',
      showIf({ answer: 'b', op: 'answered' }),
      [['/screens/1/questions/0/showIf/answer', 'question_later']],
    ],
    [
      'a condition on no variable',
      showIf({ variable: 'z', op: 'answered' }),
      [['/screens/1/questions/0/showIf/variable', 'variable_undeclared']],
    ],
    ['an automatic variable is known', showIf({ variable: 'locale', op: 'eq', value: 'ru' }), []],
    [
      'an automatic variable on the first screen',
      (s) => {
        s.title = en('{{variable.locale|x}}');
      },
      [['/title/en', 'variable_later']],
    ],
    [
      'a number compared with a string',
      showIf({ answer: 'a', op: 'eq', value: '9' }),
      [['/screens/1/questions/0/showIf/value', 'value_type']],
    ],
    [
      'a variable compared with another type',
      showIf({ all: [{ variable: 'orders', op: 'gt', value: 'two' }] }),
      [['/screens/1/questions/0/showIf/all/0/value', 'value_type']],
    ],
    [
      'nested too deep',
      showIf(deep(9)),
      [[`/screens/1/questions/0/showIf${'/not'.repeat(8)}`, 'too_deep']],
    ],
    [
      'a choice that is not there',
      (s) => {
        if (s.screens[2]) s.screens[2].showIf = { answer: 'b', op: 'includes', value: 'z' };
      },
      [['/screens/2/showIf/value', 'choice_unknown']],
    ],
    [
      'a way back',
      (s) => {
        if (s.screens[1]) s.screens[1].goTo = [{ to: 'one' }];
      },
      [
        ['/screens/1/goTo/0/to', 'goto_backwards'],
        ['/screens/2', 'unreachable'],
      ],
    ],
    [
      'a way to nowhere',
      (s) => {
        if (s.screens[0]) s.screens[0].goTo = [{ if: { answer: 'a', op: 'answered' }, to: 'ten' }];
      },
      [['/screens/0/goTo/0/to', 'screen_unknown']],
    ],
    [
      'a screen that nobody reaches',
      (s) => {
        if (s.screens[0]) s.screens[0].goTo = [{ to: 'three' }];
      },
      [['/screens/1', 'unreachable']],
    ],
    [
      'an entry that never applies',
      (s) => {
        if (s.screens[0]) s.screens[0].goTo = [{ to: 'two' }, { to: 'three' }];
      },
      [['/screens/0/goTo/0', 'goto_shadowed']],
    ],
    [
      'a missing text',
      (s) => {
        s.title = { en: 'T', ru: 'Т' };
        s.thanks.title = { ru: 'Спасибо' };
      },
      [['/thanks/title', 'translation_missing']],
    ],
    [
      'a text in a language of its own',
      (s) => {
        s.thanks.title = { en: 'Thanks', de: 'Danke' };
      },
      [['/thanks/title/de', 'language_unknown']],
    ],
    [
      'a pipe of no variable',
      (s) => {
        s.thanks.title = en('{{variable.zzz|x}}');
      },
      [['/thanks/title/en', 'variable_undeclared']],
    ],
    [
      'a pipe of a later answer',
      (s) => {
        s.title = en('{{answer.a}}');
      },
      [['/title/en', 'question_later']],
    ],
    [
      'more wanted than there is',
      (s) => {
        const q = s.screens[1]?.questions[0];
        if (q?.type === 'multiple') q.min = 3;
      },
      [
        ['/screens/1/questions/0/min', 'min_above_max'],
        ['/screens/1/questions/0/min', 'min_above_choices'],
      ],
    ],
    [
      'six smileys',
      (s) =>
        s.screens[2]?.questions.push({
          id: 'd',
          type: 'rating',
          shape: 'smileys',
          scale: 6,
          title: en('d'),
        }),
      [['/screens/2/questions/1/scale', 'smileys_scale']],
    ],
  ])('%s', (_situation, change, expected) => {
    expect(faults(change)).toEqual(expected);
  });

  it('never makes the check itself fail, whatever the survey', () => {
    fc.assert(
      fc.property(surveyContent, (content) => {
        expect(SurveyContent.safeParse(content).success).toBe(true);
        const codes = new Set(checkSurvey(content).map(({ code }) => code));
        // By chance a survey may be unreachable in parts, never unsound.
        const chance = ['unreachable', 'goto_shadowed', 'never_holds'];
        expect([...codes].filter((code) => !chance.includes(code))).toEqual([]);
      }),
    );
  });
});
