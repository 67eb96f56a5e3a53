/** Conditions that have to hold together, and cannot. */
import type { Condition, SimpleCondition, VariableValue } from '../../protocol/index.ts';

/** What is wanted of one answer or variable. */
interface Wanted {
  readonly name: string;
  low: number;
  isLowIn: boolean;
  high: number;
  isHighIn: boolean;
  readonly equal: Set<VariableValue>;
}

/** The name of what is wanted to be two things at once, or to lie in an empty range. */
export function contradiction(all: readonly Condition[]): string | null {
  const wanted = new Map<string, Wanted>();
  for (const condition of all) {
    if (!('op' in condition)) continue;
    const key = keyOf(condition);
    const one = wanted.get(key) ?? anything(nameOf(condition));
    wanted.set(key, one);
    narrow(one, condition);
  }
  return [...wanted.values()].find(isImpossible)?.name ?? null;
}

function nameOf(condition: SimpleCondition): string {
  return 'answer' in condition ? condition.answer : condition.variable;
}

function keyOf(condition: SimpleCondition): string {
  return 'answer' in condition
    ? `answer ${condition.answer} ${condition.part ?? ''}`
    : `variable ${condition.variable}`;
}

function anything(name: string): Wanted {
  const [low, high] = [-Infinity, Infinity];
  return { name, low, isLowIn: true, high, isHighIn: true, equal: new Set() };
}

function narrow(wanted: Wanted, condition: SimpleCondition): void {
  if (condition.op === 'eq') wanted.equal.add(condition.value);
  if (!('value' in condition) || typeof condition.value !== 'number') return;
  const { op, value } = condition;
  if (op === 'eq' || op === 'gte') raise(wanted, value, true);
  if (op === 'gt') raise(wanted, value, false);
  if (op === 'eq' || op === 'lte') lower(wanted, value, true);
  if (op === 'lt') lower(wanted, value, false);
}

function raise(wanted: Wanted, to: number, isIn: boolean): void {
  if (to < wanted.low) return;
  wanted.isLowIn = to === wanted.low ? wanted.isLowIn && isIn : isIn;
  wanted.low = to;
}

function lower(wanted: Wanted, to: number, isIn: boolean): void {
  if (to > wanted.high) return;
  wanted.isHighIn = to === wanted.high ? wanted.isHighIn && isIn : isIn;
  wanted.high = to;
}

function isImpossible({ low, isLowIn, high, isHighIn, equal }: Wanted): boolean {
  return equal.size > 1 || low > high || (low === high && !(isLowIn && isHighIn));
}
