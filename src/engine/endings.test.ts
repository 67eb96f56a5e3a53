import { describe, expect, it } from 'vitest';

import type { AnswerValue, SurveyContent } from '../protocol/index.ts';
import { endingOf, nextScreen, outlookOf, questionStatuses, settled } from './index.ts';
import { review } from './review.ts';

const at = '2026-11-22T12:00:00.000Z';
const en = (text: string): { en: string } => ({ en: text });

const content: SurveyContent = {
  title: en('Survey'),
  defaultLanguage: 'en',
  screens: [
    {
      id: 'first',
      questions: [
        { id: 'nps', type: 'nps', title: en('nps') },
        {
          id: 'why',
          type: 'text',
          size: 'short',
          title: en('why'),
          requiredIf: { answer: 'nps', op: 'lt', value: 5 },
        },
      ],
      goTo: [
        { if: { answer: 'nps', op: 'eq', value: 0 }, to: 'sorry' },
        { if: { answer: 'nps', op: 'eq', value: 10 }, to: 'end' },
        { if: { answer: 'nps', op: 'eq', value: 9 }, to: 'last' },
      ],
    },
    {
      id: 'sums',
      questions: [{ id: 'double', type: 'hidden', value: { product: [{ answer: 'nps' }, 2] } }],
    },
    {
      id: 'second',
      questions: [
        { id: 'more', type: 'text', size: 'short', title: en('more') },
        { id: 'told', type: 'hidden', value: { answer: 'more' } },
      ],
    },
    {
      id: 'last',
      showIf: { answer: 'double', op: 'gt', value: 10 },
      questions: [{ id: 'bye', type: 'text', size: 'short', title: en('{{answer.double}}') }],
    },
  ],
  endings: [
    { id: 'sorry', title: en('Sorry') },
    { id: 'fan', if: { answer: 'double', op: 'gte', value: 18 }, title: en('Fan') },
  ],
  thanks: { title: en('Thanks') },
};

const given = (values: Record<string, AnswerValue>) => ({
  answers: Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { value, at }])),
  variables: {},
});
const ending = (values: Record<string, AnswerValue>) =>
  endingOf(content, given(values)).title['en'];

describe('the end', () => {
  it('is the one to which somebody was sent, whatever else holds', () => {
    expect(ending({ nps: 0, why: 'x' })).toBe('Sorry');
  });

  it('is the first that is meant for this respondent', () => {
    expect(ending({ nps: 10, why: null })).toBe('Fan');
  });

  it('is the thanks, where none is meant', () => {
    expect(ending({ nps: 5, why: null, more: null })).toBe('Thanks');
  });
});

describe('a hidden question', () => {
  it('is never a screen of its own', () => {
    expect(nextScreen(content, 'first', given({ nps: 5, why: null }))?.id).toBe('second');
  });

  it('decides over what is shown, and is said in texts', () => {
    const facts = given({ nps: 7, why: null, more: null });
    expect(nextScreen(content, 'second', facts)?.id).toBe('last');
    expect(settled(content, facts).answers['double']?.value).toBe(14);
  });

  it('is computed although a "go to" jumps over it', () => {
    expect(settled(content, given({ nps: 9, why: null })).answers['double']?.value).toBe(18);
    expect(settled(content, given({ nps: 10, why: null })).answers['double']?.value).toBe(20);
  });

  it('is for the service to say: what else comes under its name is nothing', () => {
    const facts = given({ nps: 5, why: null, double: 100 });
    expect(settled(content, facts).answers['double']?.value).toBe(10);
  });

  it('has a status as soon as the way has come to it', () => {
    const statuses = (values: Record<string, AnswerValue>, status: 'partial' | 'completed') => {
      const { double, told } = questionStatuses(content, given(values), status);
      return [double, told];
    };
    expect(statuses({}, 'partial')).toEqual(['not_reached', 'not_reached']);
    expect(statuses({ nps: 5, why: null }, 'partial')).toEqual(['answered', 'not_reached']);
    expect(statuses({ nps: null, why: null, more: null }, 'completed')).toEqual([
      'answered',
      'skipped',
    ]);
  });
});

describe('what is required because of another answer', () => {
  it('is said of the screen', () => {
    expect(outlookOf(content, 'first', given({ nps: 3 }))?.required).toEqual(['why']);
    expect(outlookOf(content, 'first', given({ nps: 7 }))).not.toHaveProperty('required');
  });

  it('is held against a response that is done, and not against one that is under way', () => {
    const { answers } = given({ nps: 3, why: null, more: null });
    const codes = (status: 'partial' | 'completed') =>
      review(content, { id: 'id', status, answers, timings: { updatedAt: at } }, {}).errors.map(
        ({ pointer, code }) => [pointer, code],
      );
    expect(codes('partial')).toEqual([]);
    expect(codes('completed')).toEqual([['/answers/why/value', 'required']]);
  });
});
