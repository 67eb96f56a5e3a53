/** Fields that belong together: an address, the ways to reach somebody. */
import type { QuestionOf } from '../../protocol/index.ts';
import { own } from '../own.ts';
import { partsOf } from '../parts.ts';
import { accept, refuse } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';
import { email } from './email.ts';
import { isRecord } from './given.ts';
import type { Given } from './judge.ts';
import { phone } from './phone.ts';
import { plainText } from './text.ts';

type Parts = QuestionOf<'address'> | QuestionOf<'contact'>;

/** Characters of one field. */
const LENGTH = 500;

/** Whoever fills one fills all that are not optional. */
export function parts(question: Parts, given: Given): Verdict {
  if (!isRecord(given)) return refuse('type');
  const names: readonly string[] = partsOf(question);
  if (!Object.keys(given).every((name) => names.includes(name))) return refuse('type');
  const filled: Record<string, string> = {};
  for (const name of names) {
    const verdict = part(name, own(given, name) ?? '');
    if (!verdict.ok) return { ok: false, fault: { ...verdict.fault, item: name } };
    if (typeof verdict.value === 'string') filled[name] = verdict.value;
  }
  if (Object.keys(filled).length === 0) return accept(null);
  const optional: readonly string[] = question.optional ?? [];
  const item = names.find((name) => filled[name] === undefined && !optional.includes(name));
  return item === undefined ? accept(filled) : refuse('part_missing', { item });
}

function part(name: string, text: unknown): Verdict {
  if (name === 'email') return email(text);
  return name === 'phone' ? phone(text) : plainText(text, LENGTH);
}
