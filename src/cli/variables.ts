/** Signed variables as arguments. */
import { InvalidArgumentError } from 'commander';

import type { VariableValue } from '../protocol/index.ts';

/** `name=text`, or `name:=3`: a guess would turn the order number "0042" into 42. */
export function addVariable(
  value: string,
  before: Record<string, VariableValue> | undefined,
): Record<string, VariableValue> {
  const [, name, colon, text = ''] = /^(\w+)(:?)=(.*)$/s.exec(value) ?? [];
  if (name === undefined) throw new InvalidArgumentError('It is written name=value.');
  return { ...before, [name]: colon === ':' ? numberOrBoolean(text) : text };
}

function numberOrBoolean(text: string): number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) {
    throw new InvalidArgumentError(
      'After ":=" there is a number, true or false; use "=" for a text.',
    );
  }
  return number;
}
