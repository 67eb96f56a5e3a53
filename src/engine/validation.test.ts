import { describe, expect, it } from 'vitest';

import type { AnswerValue } from '../protocol/index.ts';
import { validateAnswer } from './index.ts';
import type { AnswerableQuestion } from './index.ts';

const title = { en: '?' };
const choices = ['a', 'b', 'c'].map((id) => ({ id, label: { en: id } }));

const nps: AnswerableQuestion = { id: 'q', type: 'nps', title };
const stars: AnswerableQuestion = { id: 'q', type: 'rating', shape: 'stars', scale: 5, title };
const single: AnswerableQuestion = { id: 'q', type: 'single', choices, title };
const multiple: AnswerableQuestion = { id: 'q', type: 'multiple', choices, min: 2, max: 2, title };
const text: AnswerableQuestion = { id: 'q', type: 'text', size: 'short', maxLength: 5, title };
const email: AnswerableQuestion = { id: 'q', type: 'email', title };

describe('an answer that fits', () => {
  it.each<[string, AnswerableQuestion, AnswerValue, AnswerValue]>([
    ['zero is a score', nps, 0, 0],
    ['minus zero is zero', nps, -0, 0],
    ['the top of the scale', stars, 5, 5],
    ['a choice', single, 'b', 'b'],
    ["choices come in the survey's order, once", multiple, ['c', 'a', 'c'], ['a', 'c']],
    ['no choice at all is no answer', multiple, [], null],
    ['text without the white space around it', text, '  hi\n', 'hi'],
    ['white space alone is no answer', text, ' \t ', null],
    ['an address with its domain in lower case', email, ' Olga@Example.COM ', 'Olga@example.com'],
    ['an address in another script', email, 'anna@почта.рф', 'anna@почта.рф'],
    ['a skip', nps, null, null],
  ])('%s', (_situation, question, given, value) => {
    expect(validateAnswer(question, given)).toEqual({ ok: true, value });
  });
});

describe('an answer that does not fit', () => {
  it.each<[string, AnswerableQuestion, AnswerValue, object]>([
    ['above the scale', nps, 11, { code: 'scale' }],
    ['between two points', stars, 2.5, { code: 'scale' }],
    ['not a number', nps, '9', { code: 'type' }],
    ['no number at all', nps, Number.NaN, { code: 'scale' }],
    ['a choice that is not there', single, 'z', { code: 'choice' }],
    ['a choice among others that is not there', multiple, ['a', 'z'], { code: 'choice' }],
    ['too few', multiple, ['a'], { code: 'selection_min', limit: 2 }],
    ['too many', multiple, ['a', 'b', 'c'], { code: 'selection_max', limit: 2 }],
    ['too long', text, 'longer', { code: 'too_long', limit: 5 }],
    ['an address without a dot', email, 'a@b', { code: 'email' }],
    ['an address with two at signs', email, 'a@b@c.ru', { code: 'email' }],
    ['an address with a space', email, 'a b@c.ru', { code: 'email' }],
    ['an address that is only a domain', email, '@c.ru', { code: 'email' }],
    [
      'an empty answer to a required question',
      { ...text, required: true },
      ' ',
      { code: 'required' },
    ],
    ['a skipped required question', { ...nps, required: true }, null, { code: 'required' }],
  ])('%s', (_situation, question, given, fault) => {
    expect(validateAnswer(question, given)).toEqual({ ok: false, fault });
  });
});
