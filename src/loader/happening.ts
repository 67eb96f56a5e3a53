/** Events as the page tells them, held against what a rule waits for. */
import { compare } from '../engine/comparison.ts';
import type { PageHappening, PropertyCondition } from '../protocol/on-page.ts';
import type { VariableValue } from '../protocol/variables.ts';

export type Properties = Readonly<Record<string, VariableValue>>;

export function fitsHappening(
  { event, if: conditions = [] }: PageHappening,
  name: string,
  properties: Properties,
): boolean {
  return event === name && conditions.every((condition) => holds(condition, properties));
}

function holds(condition: PropertyCondition, properties: Properties): boolean {
  const value = properties[condition.variable] ?? null;
  return condition.op === 'in'
    ? condition.value.includes(value as VariableValue)
    : compare(value, condition.op, condition.value);
}

/** Of what a page gives, the values that can be compared, sent and kept. */
export function propertiesOf(given: unknown): Properties {
  const properties = Object.entries(Object(given) as Properties);
  return Object.fromEntries(
    properties.filter(([, value]) => /string|number|boolean/.test(typeof value)),
  );
}
