import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { AnswerValue, Rule } from '../protocol/index.ts';
import { isAnswerable, validateAnswer } from './index.ts';
import type { AnswerableQuestion, Facts } from './index.ts';
import { anyAnswer, everyQuestion, fittingAnswer } from './testing/surveys.ts';

const title = { en: '?' };
const choices = ['a', 'b', 'c'].map((id) => ({ id, label: { en: id } }));
const rows = ['x', 'y'].map((id) => ({ id, label: { en: id } }));
const at = '2026-11-22T12:00:00.000Z';

const nps: AnswerableQuestion = { id: 'q', type: 'nps', title };
const stars: AnswerableQuestion = { id: 'q', type: 'rating', shape: 'stars', scale: 5, title };
const single: AnswerableQuestion = { id: 'q', type: 'single', choices, title };
const multiple: AnswerableQuestion = { id: 'q', type: 'multiple', choices, min: 2, max: 2, title };
const text: AnswerableQuestion = { id: 'q', type: 'text', size: 'short', maxLength: 5, title };
const email: AnswerableQuestion = { id: 'q', type: 'email', title };
const phone: AnswerableQuestion = { id: 'q', type: 'phone', title };
const url: AnswerableQuestion = { id: 'q', type: 'url', title };
const some: AnswerableQuestion = {
  id: 'q',
  type: 'multiple',
  choices: [...choices, { id: 'none', label: title, exclusive: true }],
  min: 2,
  title,
};
const matrix: AnswerableQuestion = { id: 'q', type: 'matrix', rows, columns: choices, title };
const ticks: AnswerableQuestion = { ...matrix, multiple: true };
const ranking: AnswerableQuestion = { id: 'q', type: 'ranking', choices, title };
const tenths: AnswerableQuestion = { id: 'q', type: 'slider', min: 0, max: 1, step: 0.1, title };
const span: AnswerableQuestion = { id: 'q', type: 'slider', min: -10, max: 10, range: true, title };
const number: AnswerableQuestion = { id: 'q', type: 'number', min: -5, max: 5, title };
const cents: AnswerableQuestion = { id: 'q', type: 'number', step: 0.01, title };
const pattern: AnswerableQuestion = {
  id: 'q',
  type: 'text',
  size: 'short',
  minLength: 3,
  pattern: '[A-Z]+',
  title,
};
const date: AnswerableQuestion = { id: 'q', type: 'date', min: '2026-01-01', title };
const born: AnswerableQuestion = { id: 'q', type: 'date', max: 'today', title };
const time: AnswerableQuestion = { id: 'q', type: 'time', min: '09:00', max: '18:00', title };
const address: AnswerableQuestion = { id: 'q', type: 'address', title };
const contact: AnswerableQuestion = { id: 'q', type: 'contact', optional: ['phone'], title };
const consent: AnswerableQuestion = { id: 'q', type: 'consent', label: title, title };
const signature: AnswerableQuestion = { id: 'q', type: 'signature', title };
const files: AnswerableQuestion = {
  id: 'q',
  type: 'file',
  accept: ['image', 'pdf'],
  maxFiles: 1,
  maxBytes: 1_500_000,
  title,
};
const link: AnswerableQuestion = {
  id: 'q',
  type: 'link',
  label: title,
  url: 'https://a.example/',
  title,
};
const file = { id: '0'.repeat(32), name: 'cat.jpg', type: 'image/jpeg', bytes: 1000 };
const envelope = { street: 'Arbat 1', postalCode: '119002', city: 'Moscow', country: 'Russia' };

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
    ['white space alone is no answer, whatever is asked', nps, ' ', null],
    ['nor are characters that take no ink', text, '\u200b\u2800', null],
    ['what stands alone, though it is less than wanted', some, ['none'], ['none']],
    ['rows come in order, and may be left out', matrix, { y: 'a' }, { y: 'a' }],
    ['columns come in order, once', ticks, { y: ['c', 'a', 'c'], x: [] }, { y: ['a', 'c'] }],
    ['no row at all is no answer', ticks, { x: [] }, null],
    ['an order', ranking, ['c', 'a', 'b'], ['c', 'a', 'b']],
    ['the first two', { ...ranking, top: 2 }, ['c', 'a'], ['c', 'a']],
    ['a tenth, as binary fractions have it', tenths, 0.1 + 0.2, 0.3],
    ['the end of the scale', tenths, 1, 1],
    ['two numbers', span, [-10, 3], [-10, 3]],
    ['two numbers that are one', span, [0, 0], [0, 0]],
    ['a number', number, -0.25, -0.25],
    ['a price', cents, 19.99, 19.99],
    ['a large price', cents, 123456789.01, 123456789.01],
    ['text in its pattern', pattern, ' ABC ', 'ABC'],
    ['a telephone number as it is written', phone, '+7 (495) 123-45.67', '+74951234567'],
    ['one in Persian digits', phone, '۰۲۱ ۱۲۳۴۵۶۷', '0211234567'],
    ['one from an address book', phone, '\u202a+49 30 1234567\u202c', '+49301234567'],
    [
      'a web address',
      url,
      ' HTTPS://Shop.Example.com/A?b=c#d ',
      'https://shop.example.com/A?b=c#d',
    ],
    ['one as people write it', url, 'почта.рф/я', 'https://почта.рф/я'],
    ['one with a port', url, 'http://a.example:8080', 'http://a.example:8080'],
    ['a day', date, '2028-02-29', '2028-02-29'],
    ['the last minute', time, '18:00', '18:00'],
    ['an address', address, { ...envelope, city: ' Moscow ' }, envelope],
    ['an address of spaces', address, { street: ' ', city: '' }, null],
    [
      'a contact without what is optional',
      contact,
      { firstName: 'Ann', lastName: 'Bell', email: 'ann@EXAMPLE.com', phone: ' ' },
      { firstName: 'Ann', lastName: 'Bell', email: 'ann@example.com' },
    ],
    ['consent', consent, true, true],
    ['a box left empty', consent, false, null],
    ['a link followed', link, true, true],
    ['a file', files, [file], [file]],
    ['no file', files, [], null],
    ['lines drawn', signature, 'M0 0L600 200M5 5L5 5', 'M0 0L600 200M5 5L5 5'],
    ['a name typed', signature, 'name: Ann Bell ', 'name:Ann Bell'],
    ['no name typed', signature, 'name:  ', null],
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
    ['what stands alone among others', some, ['a', 'b', 'none'], { code: 'exclusive' }],
    ['a row that is not there', matrix, { z: 'a' }, { code: 'choice' }],
    ['a row named like a built-in property', matrix, { toString: 'a' }, { code: 'choice' }],
    ['a column that is not there', matrix, { x: 'z' }, { code: 'choice' }],
    ['several columns where one is wanted', matrix, { x: ['a'] }, { code: 'type' }],
    ['one of two rows', { ...matrix, required: true }, { x: 'a' }, { code: 'rows_missing' }],
    ['no row', { ...ticks, required: true }, { x: [] }, { code: 'required' }],
    ['half an order', ranking, ['c', 'a'], { code: 'selection_min', limit: 3 }],
    [
      'more than the first',
      { ...ranking, top: 1 },
      ['c', 'a'],
      { code: 'selection_max', limit: 1 },
    ],
    ['an order that names one twice', ranking, ['a', 'a', 'b'], { code: 'choice' }],
    ['between two steps', tenths, 0.35, { code: 'step', limit: 0.1 }],
    ['beyond the scale', tenths, 1.1, { code: 'too_large', limit: 1 }],
    ['the higher number first', span, [3, -3], { code: 'type' }],
    ['one number of two', span, 3, { code: 'type' }],
    ['a third number', span, [1, 2, 3] as unknown as AnswerValue, { code: 'type' }],
    ['a number with a word', number, '5 or so', { code: 'number' }],
    ['no number', number, Infinity, { code: 'number' }],
    ['too small', number, -5.5, { code: 'too_small', limit: -5 }],
    ['a third of a cent', cents, 1.003, { code: 'step', limit: 0.01 }],
    ['half of a whole', { ...number, max: 1e12, step: 1 }, 1e10 + 0.5, { code: 'step', limit: 1 }],
    ['too short', pattern, 'AB', { code: 'too_short', limit: 3 }],
    ['out of its pattern', pattern, 'ABc', { code: 'pattern' }],
    ['four digits', phone, '1234', { code: 'phone' }],
    ['sixteen digits', phone, '1234567890123456', { code: 'phone' }],
    ['a plus among digits', phone, '49+301234567', { code: 'phone' }],
    ['a page in the address itself', url, 'data:text/html,<b>', { code: 'url' }],
    ['a file of the device', url, 'file:///etc/passwd', { code: 'url' }],
    ['a name and a password', url, 'https://ann:secret@a.example/', { code: 'url' }],
    ['an e-mail address', url, 'ann@a.example', { code: 'url' }],
    ['a machine of the house', url, 'http://localhost/', { code: 'url' }],
    ['a web address with a space', url, 'https://a.example/b c', { code: 'url' }],
    ['an endless one', url, `a.example/${'a'.repeat(1985)}`, { code: 'too_long', limit: 2000 }],
    ['a day that is none', date, '2026-02-29', { code: 'date' }],
    ['a day as Americans write it', date, '11/22/2026', { code: 'date' }],
    ['too early', date, '2025-12-31', { code: 'too_early', limit: '2026-01-01' }],
    ['no time of day', time, '24:00', { code: 'time' }],
    ['too late', time, '18:01', { code: 'too_late', limit: '18:00' }],
    ['half an address', address, { city: 'Moscow' }, { code: 'part_missing', item: 'street' }],
    ['a part that is not asked for', address, { ...envelope, region: 'X' }, { code: 'type' }],
    [
      'a long part',
      address,
      { ...envelope, city: 'x'.repeat(501) },
      { code: 'too_long', limit: 500, item: 'city' },
    ],
    [
      'a contact that cannot be reached',
      contact,
      { firstName: 'Ann', lastName: 'Bell', email: 'ann' },
      { code: 'email', item: 'email' },
    ],
    ['an empty contact', { ...contact, required: true }, { email: ' ' }, { code: 'required' }],
    ['a word for consent', consent, 'yes', { code: 'type' }],
    ['no consent', { ...consent, required: true }, false, { code: 'required' }],
    ['two files', files, [file, { ...file, id: '1'.repeat(32) }], { code: 'file_count', limit: 1 }],
    ['one file twice', { ...files, maxFiles: 2 }, [file, file], { code: 'type' }],
    [
      'a picture with a script in it',
      files,
      [{ ...file, type: 'image/svg+xml' }],
      { code: 'file_type', item: 'cat.jpg' },
    ],
    [
      'a large file',
      files,
      [{ ...file, bytes: 1_500_001 }],
      { code: 'file_size', limit: 1.4, item: 'cat.jpg' },
    ],
    ['lines out of the field', signature, 'M0 0L601 0', { code: 'type' }],
    ['curves', signature, 'M0 0C1 1 2 2 3 3', { code: 'type' }],
    ['an endless name', signature, `name:${'x'.repeat(201)}`, { code: 'too_long', limit: 200 }],
  ])('%s', (_situation, question, given, fault) => {
    expect(validateAnswer(question, given)).toEqual({ ok: false, fault });
  });
});

const known: Facts = {
  answers: { score: { value: 3, at } },
  variables: { today: { value: '2026-11-22', source: 'auto' } },
};

describe('an answer beside others', () => {
  it('is required when its condition holds, as far as that is known', () => {
    const why: AnswerableQuestion = {
      ...text,
      requiredIf: { answer: 'score', op: 'lt', value: 5 },
    };
    const required = { ok: false, fault: { code: 'required' } };
    expect(validateAnswer(why, ' ', known)).toEqual(required);
    expect(validateAnswer(why, ' ', { ...known, answers: {} })).toEqual({ ok: true, value: null });
    expect(validateAnswer(why, ' ')).toEqual({ ok: true, value: null });
    const table: AnswerableQuestion = { ...matrix, requiredIf: why.requiredIf };
    expect(validateAnswer(table, { x: 'a' }, known)).toMatchObject({
      fault: { code: 'rows_missing' },
    });
  });

  it('goes by the day that the service has named', () => {
    expect(validateAnswer(born, '2026-11-22', known)).toMatchObject({ ok: true });
    expect(validateAnswer(born, '2026-11-23', known)).toEqual({
      ok: false,
      fault: { code: 'too_late', limit: '2026-11-22' },
    });
    expect(validateAnswer(born, '2026-11-23')).toMatchObject({ ok: true });
  });
});

describe('the rules of a question', () => {
  const isEven: Rule = { must: { answer: 'q', op: 'in', value: [0, 2, 4] }, message: title };
  const isAbove: Rule = { must: { answer: 'q', op: 'gt', value: 2 }, message: title };
  const ruled = (...rules: Rule[]): AnswerableQuestion => ({ ...number, rules });

  it('look at the answer itself, normalised, and name the first that is broken', () => {
    const question = ruled(isEven, isAbove);
    expect(validateAnswer(question, 4, known)).toEqual({ ok: true, value: 4 });
    expect(validateAnswer(question, -0, known)).toMatchObject({ fault: { code: 'rule', rule: 1 } });
    expect(validateAnswer(question, 1, known)).toMatchObject({ fault: { code: 'rule', rule: 0 } });
  });

  it('may only warn; an error goes before a warning', () => {
    const warning: Rule = { ...isEven, level: 'warning' };
    expect(validateAnswer(ruled(warning, isAbove), 3, known)).toEqual({
      ok: true,
      value: 3,
      warning: { code: 'rule', rule: 0 },
    });
    expect(validateAnswer(ruled(warning, isAbove), 1, known)).toEqual({
      ok: false,
      fault: { code: 'rule', rule: 1 },
    });
  });

  it('ask nothing of an answer that is not there, or while nothing is known', () => {
    expect(validateAnswer(ruled(isAbove), null, known)).toEqual({ ok: true, value: null });
    expect(validateAnswer(ruled(isAbove), 1)).toEqual({ ok: true, value: 1 });
  });
});

/** Of nearly addresses and numbers: what people type, and what they would not. */
const PIECES: readonly string[] = Array.from('aBяİßé7٣۳２+-.@/:?# \u00a0\u200b\u202a😀').concat(
  'https://',
  'HTTP://',
  'a.b',
  'name:',
  'M1 2',
  'L3 4',
);
const typed = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 12 })
  .map((pieces) => pieces.join(''));

describe.each(
  everyQuestion.filter(isAnswerable).map((question) => [question.type, question] as const),
)('any answer at all to a question of type %s', (_type, question) => {
  const anything = fc.oneof(anyAnswer, typed, fc.jsonValue() as fc.Arbitrary<AnswerValue>);

  it('has a verdict; what is accepted is accepted again, as it is', () => {
    fc.assert(
      fc.property(anything, fc.constantFrom(undefined, known), (given, facts) => {
        const verdict = validateAnswer(question, given, facts);
        expect(validateAnswer(question, given, facts)).toEqual(verdict);
        if (verdict.ok) expect(validateAnswer(question, verdict.value, facts)).toEqual(verdict);
      }),
      { numRuns: 1000 },
    );
  });

  it('can fit', () => {
    fc.assert(
      fc.property(fc.nat(), (chance) => {
        const value = fittingAnswer(question, chance);
        expect(validateAnswer(question, value, known)).toEqual({ ok: true, value });
      }),
    );
  });
});
