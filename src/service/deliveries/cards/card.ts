/** A card of a CRM as it is read: by paths, whatever the CRM. */
import type { CardPath, VariableValue } from '../../../protocol/index.ts';

export interface Card {
  /** The same for the same change, however often it is read: `amocrm.4821.142.1759572000`. */
  readonly event: string;
  /** RFC 3339: when it came to where it is. */
  readonly at: string;
  /** Whether it is where somebody wanted to hear of it. */
  readonly isThere: boolean;
  readonly value: (path: CardPath) => VariableValue | null;
}

/** Null: there is none of this number. */
export type CardReader = (card: number) => Promise<Card | null>;

const CONTACT = 'contact.';
const FIELD = 'field:';

export interface CardParts {
  readonly own: Readonly<Record<string, unknown>>;
  readonly contact: Readonly<Record<string, unknown>> | null;
  /** Of a custom field, by its number or code. */
  readonly fieldOf: (entity: Readonly<Record<string, unknown>>, name: string) => unknown;
}

export function valueAt(
  path: CardPath,
  { own, contact, fieldOf }: CardParts,
): VariableValue | null {
  const isOfContact = path.startsWith(CONTACT);
  const entity = isOfContact ? contact : own;
  if (entity === null) return null;
  const name = isOfContact ? path.slice(CONTACT.length) : path;
  return plain(
    name.startsWith(FIELD)
      ? fieldOf(entity, name.slice(FIELD.length))
      : Object.hasOwn(entity, name)
        ? entity[name]
        : null,
  );
}

/** Of a list the first; nothing else is a value of an event. */
function plain(value: unknown): VariableValue | null {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof one === 'string') return one === '' ? null : one.slice(0, TEXT_MAX).toWellFormed();
  return typeof one === 'number' || typeof one === 'boolean' ? one : null;
}

const TEXT_MAX = 1000;
