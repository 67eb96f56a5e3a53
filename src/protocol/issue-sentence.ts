/**
 * A schema's complaint in words, said of the place that its pointer names: "must be a string".
 * zod/mini ships without words of its own; its locales say more about zod than about the value.
 */
import type * as z from 'zod/mini';

type Issue = z.core.$ZodIssue;
type Sized = Extract<Issue, { code: 'too_small' | 'too_big' }>;

export function issueSentence(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return kindsSentence([issue.expected]);
    case 'invalid_value':
      return oneOf(issue.values);
    case 'too_small':
      return sizeSentence(issue, issue.minimum, 'least', issue.inclusive === false ? 'more' : '');
    case 'too_big':
      return sizeSentence(issue, issue.maximum, 'most', issue.inclusive === false ? 'less' : '');
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
      return 'is not known here; remove it, or check its spelling';
    case 'invalid_key':
      return `as a name ${issue.issues.map(issueSentence)[0] ?? 'it does not fit'}`;
    case 'invalid_union':
      return 'options' in issue && issue.options !== undefined
        ? oneOf(issue.options)
        : 'fits none of the allowed forms';
    case 'invalid_element':
      return 'holds an element that does not fit';
    // `invalid_format` and `custom`: the schemas say these in their own words.
    default:
      return issue.message === 'Invalid input' ? 'has the wrong form' : issue.message;
  }
}

const KINDS: Readonly<Record<string, string>> = {
  int: 'a whole number',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  boolean: 'true or false',
};

/** "must be a string, a number or true or false": each kind once. */
export function kindsSentence(kinds: readonly string[]): string {
  const words = [...new Set(kinds.map((kind) => KINDS[kind] ?? `a ${kind}`))];
  return `must be ${listed(words)}`;
}

function oneOf(values: readonly z.core.util.Primitive[]): string {
  return `must be ${listed(values.map((value) => (typeof value === 'string' ? `"${value}"` : String(value))))}`;
}

const UNITS: Readonly<Record<string, string>> = {
  string: ' characters',
  array: ' items',
  set: ' items',
};

function sizeSentence(issue: Sized, bound: number | bigint, most: string, than: string): string {
  const unit = UNITS[issue.origin] ?? '';
  if (issue.code === 'too_small' && unit !== '' && Number(bound) === 1) return 'must not be empty';
  const amount = than === '' ? `at ${most} ${bound}` : `${than} than ${bound}`;
  return unit === '' ? `must be ${amount}` : `must hold ${amount}${unit}`;
}

function listed(words: readonly string[]): string {
  return words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} or ${words[words.length - 1] ?? ''}`;
}
