/** Whether an event is taken, and what about it may be a mistake. */
import { EventId, EventRequest, LIMITS, pointedErrors } from '../../protocol/index.ts';
import type { EventTypeRequest, PointedError, VariableValue } from '../../protocol/index.ts';
import { VARIABLE_SCHEMAS } from '../../protocol/variables.ts';

export interface Judged {
  /** What of its id is usable. */
  readonly id: string | null;
  /** Null: it is refused. */
  readonly event: EventRequest | null;
  readonly errors: PointedError[];
  readonly warnings: PointedError[];
}

export type Declarations = ReadonlyMap<string, EventTypeRequest>;

const MS_PER_DAY = 24 * 60 * 60 * 1000;

export function judgeEvent(raw: unknown, declared: Declarations, now: Date): Judged {
  const parsed = EventRequest.safeParse(raw);
  const id = idIn(raw);
  if (!parsed.success) {
    return { id, event: null, errors: pointedErrors(parsed.error), warnings: [] };
  }
  const event = parsed.data;
  const type = declared.get(event.name);
  const errors = [...timeFaults(event, now), ...propertyFaults(event, type)];
  if (errors.length > 0) return { id, event: null, errors, warnings: [] };
  return { id, event, errors, warnings: warningsOf(event, type) };
}

function idIn(raw: unknown): string | null {
  const isObject = typeof raw === 'object' && raw !== null && 'id' in raw;
  const parsed = EventId.safeParse(isObject ? raw.id : undefined);
  return parsed.success ? parsed.data : null;
}

function timeFaults({ at }: EventRequest, now: Date): PointedError[] {
  if (at === undefined) return [];
  const daysAhead = (Date.parse(at) - now.getTime()) / MS_PER_DAY;
  const { eventFutureDays: ahead, eventPastDays: ago } = LIMITS;
  if (daysAhead > ahead) return [fault('/at', `is more than ${ahead} days ahead`)];
  return daysAhead < -ago ? [fault('/at', `is more than ${ago} days ago`)] : [];
}

function propertyFaults(
  { properties = {} }: EventRequest,
  type: EventTypeRequest | undefined,
): PointedError[] {
  return Object.entries(type?.properties ?? {}).flatMap(([name, { type: kind, required }]) => {
    const value: VariableValue | undefined = properties[name];
    const pointer = `/properties/${name}`;
    if (value === undefined) return required ? [fault(pointer, 'is missing')] : [];
    return VARIABLE_SCHEMAS[kind].safeParse(value).success
      ? []
      : [fault(pointer, `must be a ${kind}`)];
  });
}

function warningsOf(
  { name, properties = {} }: EventRequest,
  type: EventTypeRequest | undefined,
): PointedError[] {
  if (type === undefined) {
    const message = `Nobody has declared "${name}": PUT /v1/event-types/${name}.`;
    return [{ pointer: '/name', code: 'event_undeclared', message }];
  }
  return Object.keys(properties)
    .filter((property) => !Object.hasOwn(type.properties, property))
    .map((property) => ({
      pointer: `/properties/${property}`,
      code: 'property_undeclared',
      message: `"${name}" declares no property "${property}".`,
    }));
}

function fault(pointer: string, message: string): PointedError {
  return { pointer, code: 'custom', message };
}
