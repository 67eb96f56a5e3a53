import { describe, expect, it } from 'vitest';

import type { Condition, Expression, Question, SurveyContent } from '../../protocol/index.ts';
import { checkSurvey, surveyWarnings } from '../check.ts';

const en = (text: string): { en: string } => ({ en: text });
const choices = ['x', 'y', 'z'].map((id) => ({ id, label: en(id) }));

/** One question of each kind of answer, then a screen of `asked`, then the end. */
function survey(asked: Question[], more: Partial<SurveyContent> = {}): SurveyContent {
  return {
    title: en('Survey'),
    defaultLanguage: 'en',
    variables: { orders: { type: 'number' }, since: { type: 'date' }, isNew: { type: 'boolean' } },
    screens: [
      {
        id: 'before',
        questions: [
          { id: 'nps', type: 'nps', title: en('nps') },
          { id: 'amount', type: 'number', title: en('amount'), min: 10, max: 20 },
          { id: 'one', type: 'single', title: en('one'), choices },
          { id: 'many', type: 'multiple', title: en('many'), choices },
          { id: 'grid', type: 'matrix', title: en('grid'), rows: choices, columns: choices },
          { id: 'who', type: 'contact', title: en('who'), parts: ['email'] },
          { id: 'day', type: 'date', title: en('day') },
          { id: 'ok', type: 'consent', title: en('ok'), label: en('yes') },
          { id: 'pic', type: 'file', title: en('pic') },
          { id: 'range', type: 'slider', title: en('range'), min: 0, max: 10, range: true },
          { id: 'total', type: 'hidden', value: { sum: [{ answer: 'nps' }, 1] } },
        ],
      },
      { id: 'here', questions: asked },
    ],
    thanks: { title: en('Thanks') },
    ...more,
  };
}

const text = (more: object = {}): Question => ({
  id: 'q',
  type: 'text',
  size: 'short',
  title: en('q'),
  ...more,
});

type Found = [string, string][];

function faults(content: SurveyContent): Found {
  return checkSurvey(content).map(({ pointer, code }) => [
    pointer.replace('/screens/1/questions/0', '…'),
    code,
  ]);
}

describe('a condition that makes no sense', () => {
  it.each<[string, Condition, Found]>([
    ['fits', { answer: 'nps', op: 'gte', value: 9 }, []],
    ['fits a part', { answer: 'grid', part: 'x', op: 'eq', value: 'y' }, []],
    ['fits a computed value', { answer: 'total', op: 'gt', value: 5 }, []],
    [
      'beyond the scale',
      { answer: 'nps', op: 'gt', value: 10 },
      [['…/showIf/value', 'never_holds']],
    ],
    [
      'between the points of a scale',
      { answer: 'nps', op: 'eq', value: 8.5 },
      [['…/showIf/value', 'never_holds']],
    ],
    [
      'below the least number',
      { answer: 'amount', op: 'lt', value: 10 },
      [['…/showIf/value', 'never_holds']],
    ],
    [
      'none of a list',
      { answer: 'nps', op: 'in', value: [11, 12] },
      [['…/showIf/value', 'never_holds']],
    ],
    [
      'agreement is never false',
      { answer: 'ok', op: 'eq', value: false },
      [['…/showIf/value', 'never_holds']],
    ],
    [
      'an empty range',
      {
        all: [
          { answer: 'nps', op: 'gt', value: 7 },
          { answer: 'nps', op: 'lt', value: 3 },
        ],
      },
      [['…/showIf', 'never_holds']],
    ],
    [
      'two values at once',
      {
        all: [
          { answer: 'one', op: 'eq', value: 'x' },
          { answer: 'one', op: 'eq', value: 'y' },
        ],
      },
      [['…/showIf', 'never_holds']],
    ],
    [
      'several choices are not equal to one',
      { answer: 'many', op: 'eq', value: 'x' },
      [['…/showIf/op', 'operator_type']],
    ],
    [
      'a choice has no size',
      { answer: 'one', op: 'gt', value: 'x' },
      [['…/showIf/op', 'operator_type']],
    ],
    [
      'files are there or not',
      { answer: 'pic', op: 'eq', value: 'a' },
      [['…/showIf/op', 'operator_type']],
    ],
    [
      'a matrix is looked at row by row',
      { answer: 'grid', op: 'eq', value: 'x' },
      [['…/showIf/op', 'operator_type']],
    ],
    [
      'a row that is not there',
      { answer: 'grid', part: 'w', op: 'answered' },
      [['…/showIf/part', 'part_unknown']],
    ],
    [
      'a part that is not asked for',
      { answer: 'who', part: 'phone', op: 'answered' },
      [['…/showIf/part', 'part_unknown']],
    ],
    [
      'a column that is not there',
      { answer: 'grid', part: 'x', op: 'eq', value: 'w' },
      [['…/showIf/value', 'choice_unknown']],
    ],
    ['no date', { answer: 'day', op: 'gt', value: 'tomorrow' }, [['…/showIf/value', 'value_type']]],
    [
      'a pattern that is none',
      { answer: 'who', part: 'email', op: 'matches', value: '(' },
      [['…/showIf/value', 'pattern']],
    ],
    [
      'a variable of another kind',
      { variable: 'isNew', op: 'eq', value: 1 },
      [['…/showIf/value', 'value_type']],
    ],
    ['the day is known', { variable: 'today', op: 'lt', value: '2026-12-01' }, []],
  ])('%s', (_what, showIf, expected) => {
    expect(faults(survey([text({ showIf })]))).toEqual(expected);
  });
});

describe('an expression', () => {
  it.each<[string, Expression, Found]>([
    ['fits', { round: { average: [{ answer: 'nps' }, { points: 'one', of: { x: 1 } }] } }, []],
    ['of dates', { days: [{ answer: 'day' }, { variable: 'today' }] }, []],
    ['of a later question', { answer: 'q' }, [['…/value/answer', 'question_later']]],
    [
      'of several values',
      { sum: [{ answer: 'many' }] },
      [['…/value/sum/0/answer', 'expression_type']],
    ],
    ['of a text in a sum', { sum: [{ answer: 'one' }, 1] }, [['…/value/sum/0', 'expression_type']]],
    ['of a range', { answer: 'range' }, [['…/value/answer', 'expression_type']]],
    [
      'days of a number',
      { days: [{ answer: 'nps' }, '2026-11-22'] },
      [['…/value/days/0', 'expression_type']],
    ],
    [
      'points for a choice that is not there',
      { points: 'one', of: { w: 1 } },
      [['…/value/of/w', 'choice_unknown']],
    ],
    [
      'points for a number',
      { points: 'nps', of: { x: 1 } },
      [['…/value/points', 'expression_type']],
    ],
    ['a count of one answer', { count: 'nps' }, [['…/value/count', 'expression_type']]],
    [
      'a text of an unknown variable',
      { text: '{{variable.w}}' },
      [['…/value/text', 'variable_undeclared']],
    ],
    [
      'nested too deep',
      Array.from({ length: 8 }).reduce<Expression>((inner) => ({ round: inner }), {
        variable: 'orders',
      }),
      [[`…/value${'/round'.repeat(8)}`, 'too_deep']],
    ],
  ])('%s', (_what, value, expected) => {
    expect(faults(survey([{ id: 'q', type: 'hidden', value }]))).toEqual(expected);
  });
});

describe('a question', () => {
  const rule = (must: Condition, level?: 'warning') =>
    text({ rules: [{ must, message: en('no'), ...(level && { level }) }] });

  it.each<[string, Question, Found]>([
    ['with a rule on itself', rule({ answer: 'q', op: 'includes', value: 'a' }), []],
    [
      'with a rule that nobody can mend',
      rule({ answer: 'nps', op: 'gt', value: 5 }),
      [['…/rules/0/must', 'rule_foreign']],
    ],
    ['with a warning on others', rule({ answer: 'nps', op: 'gt', value: 5 }, 'warning'), []],
    [
      'required if a later one says so',
      text({ requiredIf: { answer: 'q', op: 'empty' } }),
      [['…/requiredIf/answer', 'question_later']],
    ],
    [
      'with words for a fault that it cannot have',
      text({ messages: { email: en('no') } }),
      [['…/messages/email', 'message_unused']],
    ],
    ['with a pattern that is none', text({ pattern: 'a{' }), [['…/pattern', 'pattern']]],
    [
      'with more than there may be',
      text({ minLength: 5, maxLength: 4 }),
      [['…/minLength', 'min_above_max']],
    ],
    ['with a counter of nothing', text({ counter: true }), [['…/counter', 'counter_unbounded']]],
    ['that claims to be an "other"', text({ of: 'one' }), [['…/of', 'of_reserved']]],
    [
      'with two "other"',
      {
        id: 'q',
        type: 'single',
        title: en('q'),
        choices: choices.map((one) => ({ ...one, other: true })),
      },
      [
        ['…/choices/1/other', 'other_repeated'],
        ['…/choices/2/other', 'other_repeated'],
      ],
    ],
    [
      'that ranks more than there is',
      { id: 'q', type: 'ranking', title: en('q'), choices, top: 4 },
      [['…/top', 'top_above_choices']],
    ],
    [
      'that wants more than can be chosen together',
      {
        id: 'q',
        type: 'multiple',
        title: en('q'),
        min: 3,
        choices: choices.map((one) => ({ ...one, exclusive: one.id === 'x' })),
      },
      [
        ['…/min', 'min_above_max'],
        ['…/min', 'min_above_choices'],
      ],
    ],
    [
      'with pictures, and one missing',
      {
        id: 'q',
        type: 'single',
        title: en('q'),
        display: 'pictures',
        choices: choices.map((one) =>
          one.id === 'x' ? one : { ...one, picture: 'https://shop.example/a.png' },
        ),
      },
      [['…/choices/0', 'picture_missing']],
    ],
    [
      'with a row twice',
      {
        id: 'q',
        type: 'matrix',
        title: en('q'),
        rows: [...choices, ...choices.slice(0, 1)],
        columns: choices,
      },
      [['…/rows/3/id', 'id_repeated']],
    ],
    [
      'that slides nowhere',
      { id: 'q', type: 'slider', title: en('q'), min: 5, max: 5 },
      [['…/min', 'min_above_max']],
    ],
    [
      'whose steps miss the end',
      { id: 'q', type: 'slider', title: en('q'), min: 0, max: 1, step: 0.3 },
      [['…/step', 'step_uneven']],
    ],
    [
      'whose steps meet it, in decimal',
      { id: 'q', type: 'slider', title: en('q'), min: 0, max: 0.3, step: 0.1 },
      [],
    ],
    [
      'with no number between',
      { id: 'q', type: 'number', title: en('q'), min: 1, max: 4, step: 5 },
      [['…/step', 'step_uneven']],
    ],
    [
      'with dates the wrong way round',
      { id: 'q', type: 'date', title: en('q'), min: '2026-11-22', max: '2026-11-21' },
      [['…/min', 'min_above_max']],
    ],
    [
      'with a day that does not exist',
      { id: 'q', type: 'date', title: en('q'), max: '2026-02-30' },
      [['…/max', 'date_unreal']],
    ],
    [
      'with four thumbs',
      { id: 'q', type: 'rating', title: en('q'), shape: 'thumbs', scale: 4 },
      [['…/scale', 'thumbs_scale']],
    ],
    [
      'with two stars',
      { id: 'q', type: 'rating', title: en('q'), shape: 'stars', scale: 2 },
      [['…/scale', 'scale_short']],
    ],
    [
      'with a part that it does not ask for',
      { id: 'q', type: 'address', title: en('q'), parts: ['city'], optional: ['region'] },
      [['…/optional/0', 'part_unknown']],
    ],
    [
      'that lets an answer say where it leads',
      {
        id: 'q',
        type: 'link',
        title: en('q'),
        label: en('Go'),
        url: 'https://{{answer.one}}.example/',
      },
      [['…/url', 'pipe_in_host']],
    ],
    [
      'that pipes into a path',
      {
        id: 'q',
        type: 'link',
        title: en('q'),
        label: en('Go'),
        url: 'https://a.example/{{answer.one}}',
      },
      [],
    ],
    [
      'that speaks of a part that is not there',
      text({ title: en('{{answer.who.phone}}') }),
      [['…/title/en', 'part_unknown']],
    ],
    [
      'that speaks of a loop outside of one',
      text({ title: en('{{loop.label}}') }),
      [['…/title/en', 'loop_outside']],
    ],
  ])('%s', (_what, question, expected) => {
    expect(faults(survey([question]))).toEqual(expected);
  });
});

describe('ways', () => {
  const nps = (id: string, more: object = {}): Question => ({
    id,
    type: 'nps',
    title: en(id),
    ...more,
  });
  const looped = (change: (content: SurveyContent) => void): SurveyContent => {
    const content = survey([text()]);
    content.screens.push(
      { id: 'l1', loop: 'many', questions: [nps('a')] },
      {
        id: 'l2',
        loop: 'many',
        questions: [nps('b', { showIf: { answer: 'a', op: 'lt', value: 5 } })],
      },
      { id: 'last', questions: [nps('c')] },
    );
    change(content);
    return content;
  };
  const last = (content: SurveyContent, showIf: Condition): void => {
    Object.assign(content.screens[4]!, { showIf });
  };

  it.each<[string, (content: SurveyContent) => void, Found]>([
    ['a loop fits', () => {}, []],
    ['after it, a round is known', (s) => last(s, { answer: 'a__x', op: 'gt', value: 5 }), []],
    [
      'after it, no round in particular is',
      (s) => last(s, { answer: 'a', op: 'gt', value: 5 }),
      [['/screens/4/showIf/answer', 'question_in_loop']],
    ],
    [
      'within it, other rounds are not known',
      (s) => Object.assign(s.screens[3]!, { showIf: { answer: 'a__x', op: 'answered' } }),
      [['/screens/3/showIf/answer', 'question_later']],
    ],
    [
      'over one choice',
      (s) => {
        s.screens[2]!.loop = 'one';
        s.screens[3]!.loop = 'one';
      },
      [['/screens/2/loop', 'loop_type']],
    ],
    [
      'over nothing',
      (s) => {
        s.screens[2]!.loop = 'none';
        s.screens[3]!.loop = 'none';
      },
      [['/screens/2/loop', 'question_unknown']],
    ],
    [
      'twice over the same',
      (s) => {
        delete s.screens[2]!.loop;
        s.screens.push({ id: 'l3', loop: 'many', questions: [nps('d')] });
      },
      [['/screens/5/loop', 'loop_repeated']],
    ],
    [
      'into the middle of a loop',
      (s) => {
        s.screens[1]!.goTo = [{ if: { answer: 'nps', op: 'empty' }, to: 'l2' }];
      },
      [['/screens/1/goTo/0/to', 'goto_into_loop']],
    ],
    [
      'a name that a round has',
      (s) => {
        s.screens[4]!.questions.push(nps('a__x'));
      },
      [['/screens/4/questions/1/id', 'id_reserved']],
    ],
    [
      'a name that "other" has',
      (s) => {
        s.screens[4]!.questions.push(
          {
            id: 'p',
            type: 'single',
            title: en('p'),
            choices: [...choices, { id: 'o', label: en('o'), other: true }],
          },
          nps('p_other'),
        );
      },
      [['/screens/4/questions/2/id', 'id_reserved']],
    ],
    [
      'a name that becomes too long',
      (s) => {
        s.screens[2]!.questions.push(nps('n'.repeat(63)));
      },
      [['/screens/2/questions/1/id', 'id_too_long']],
    ],
    [
      'in a loop over a loop',
      (s) => {
        s.screens[2]!.questions.push({ id: 'm', type: 'multiple', title: en('m'), choices });
        s.screens[4]!.loop = 'm';
      },
      [['/screens/4/loop', 'loop_nested']],
    ],
    [
      'a jump on a page to scroll',
      (s) => {
        s.layout = 'scroll';
        s.screens[0]!.goTo = [{ to: 'end' }];
      },
      [['/screens/0/goTo', 'goto_scroll']],
    ],
    [
      'an ending to which nobody gets',
      (s) => {
        s.endings = [{ id: 'e', title: en('e') }];
      },
      [['/endings/0', 'unreachable']],
    ],
    [
      'an ending to which somebody is sent',
      (s) => {
        s.endings = [{ id: 'e', title: en('{{answer.total}}') }];
        s.screens[4]!.goTo = [{ to: 'e' }];
      },
      [],
    ],
    [
      'an ending named as a screen is',
      (s) => {
        s.endings = [{ id: 'last', if: { answer: 'c', op: 'empty' }, title: en('e') }];
      },
      [['/endings/0/id', 'id_repeated']],
    ],
  ])('%s', (_what, change, expected) => {
    expect(faults(looped(change))).toEqual(expected);
  });
});

describe('an address', () => {
  const leading = (redirect: string): SurveyContent =>
    survey([text()], { thanks: { title: en('Thanks'), redirect } });

  it.each<[string, string, string[]]>([
    ['on an origin of the project', 'https://shop.example/done', []],
    ['with the usual port', 'https://SHOP.example:443/', []],
    ['elsewhere', 'https://evil.example/', ['origin_foreign']],
    ['that only looks like it', 'https://shop.example.evil.example/', ['origin_foreign']],
    ['with a name before the host', 'https://shop.example@evil.example/', ['origin_foreign']],
    ['with a backslash', 'https://evil.example\\@shop.example/', ['origin_foreign']],
    ['of another port', 'https://shop.example:8443/', ['origin_foreign']],
    ['with a value in the path', 'https://shop.example/{{variable.orders}}', []],
    [
      'with a value in the host',
      'https://shop.example{{variable.orders}}/',
      ['pipe_in_host', 'origin_foreign'],
    ],
  ])('%s', (_what, url, codes) => {
    const errors = checkSurvey(leading(url), { origins: ['https://shop.example'] });
    expect(errors.map(({ code }) => code)).toEqual(codes);
    expect(errors.every(({ pointer }) => pointer === '/thanks/redirect')).toBe(true);
  });

  it('is held against origins only where they are known', () => {
    expect(checkSurvey(leading('https://evil.example/'))).toEqual([]);
  });
});

it('a missing translation, and what is no pipe, are worth a warning', () => {
  const content = survey([text({ title: { en: 'Hi {{ name }}' } })], {
    title: { en: 'Survey', ru: 'Опрос' },
    screens: [{ id: 's', questions: [text({ title: { en: 'Hi {{ name }}' } })] }],
    thanks: { title: { en: 'Thanks', ru: 'Спасибо' } },
  });
  expect(checkSurvey(content)).toEqual([]);
  expect(surveyWarnings(content).map(({ pointer, code }) => [pointer, code])).toEqual([
    ['/screens/0/questions/0/title', 'translation_missing'],
    ['/screens/0/questions/0/title/en', 'pipe_unknown'],
  ]);
});
