/** Conditions, evaluated where everybody can see it. */
import { holds } from '../../engine/index.ts';
import type { Facts } from '../../engine/index.ts';
import type { Condition } from '../../protocol/condition.ts';

/** One line of a condition that was evaluated. */
export interface Judged {
  /** Such as `answer nps = 9, gte 9`. */
  readonly says: string;
  readonly holds: boolean;
  /** 0: the condition itself; more: a part of it. */
  readonly depth: number;
}

/** The condition, then its parts, each with its own result. */
export function judged(condition: Condition, facts: Facts, depth = 0): readonly Judged[] {
  const inner = partsOf(condition).flatMap((part) => judged(part, facts, depth + 1));
  return [{ says: sayingOf(condition, facts), holds: holds(condition, facts), depth }, ...inner];
}

function partsOf(condition: Condition): readonly Condition[] {
  if ('all' in condition) return condition.all;
  if ('any' in condition) return condition.any;
  return 'not' in condition ? [condition.not] : [];
}

function sayingOf(condition: Condition, { answers, variables }: Facts): string {
  if ('all' in condition) return 'all of';
  if ('any' in condition) return 'any of';
  if ('not' in condition) return 'not';
  const [what, known] =
    'answer' in condition
      ? [`answer ${condition.answer}`, answers[condition.answer]?.value]
      : [`variable ${condition.variable}`, variables[condition.variable]?.value];
  const part =
    'part' in condition && condition.part !== undefined ? `, part ${condition.part}` : '';
  const right = 'value' in condition ? ` ${JSON.stringify(condition.value)}` : '';
  return `${what} = ${JSON.stringify(known ?? null)}${part}, ${condition.op}${right}`;
}
