/** What of a response may go to a destination: the fields of its rule, and nothing that it redacts. */
import { createHmac } from 'node:crypto';

import type { Facts } from '../../engine/index.ts';
import type {
  AnswerValue,
  DestinationRule,
  Redaction,
  VariableValue,
} from '../../protocol/index.ts';

/** One of the three that a value may be: an answer, a variable, the respondent's id. */
type Value = AnswerValue | VariableValue;

const MAIL = /[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[^\s@<>(),;:"]{2,}/g;
/** Seven digits or more, as people write them. */
const TELEPHONE = /\+?\d(?:[\s().-]{0,2}\d){6,}/g;
const BLOT = '•••';
const HASH_LENGTH = 16;

export class Sieve {
  readonly #fields: ReadonlySet<string> | undefined;
  readonly #redact: Readonly<Record<string, Redaction>>;
  readonly #salt: string;

  /** @param salt of this destination: two of them cannot put their codes together */
  constructor({ fields, redact = {} }: DestinationRule, salt: string) {
    this.#fields = fields === undefined ? undefined : new Set(fields);
    this.#redact = redact;
    this.#salt = salt;
  }

  /** Whether anything of this field may go. */
  lets(field: string): boolean {
    if (this.#fields !== undefined && !this.#fields.has(field)) return false;
    return this.#redact[field] !== 'drop';
  }

  /** The value as it may go. */
  value<Given extends Value>(field: string, value: Given): Given | string {
    switch (this.#redact[field]) {
      case 'hash':
        return this.#hash(value);
      case 'mask':
        return masked(value) as Given;
      default:
        return value;
    }
  }

  /** What is left of them. Texts that quote answers are made of these too, so that nothing goes by a side door. */
  facts({ answers, variables }: Facts): Facts {
    return {
      answers: this.#sieved(answers, ''),
      variables: this.#sieved(variables, 'variable.'),
    };
  }

  #sieved<Entry extends { readonly value: Value }>(
    entries: Readonly<Record<string, Entry>>,
    prefix: string,
  ): Record<string, Entry> {
    return Object.fromEntries(
      Object.entries(entries)
        .filter(([name]) => this.lets(prefix + name))
        .map(([name, entry]) => [
          name,
          { ...entry, value: this.value(prefix + name, entry.value) },
        ]),
    );
  }

  #hash(value: Value): string {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return createHmac('sha256', this.#salt).update(text).digest('hex').slice(0, HASH_LENGTH);
  }
}

function masked(value: unknown): unknown {
  if (typeof value === 'string') return blotted(value);
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, masked(one)]));
}

function blotted(text: string): string {
  return text.replace(MAIL, BLOT).replace(TELEPHONE, BLOT);
}
