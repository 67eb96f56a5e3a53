/**
 * What an app says, checked to the last name: a text of which anything is not as `src/protocol/bridge.ts` has it
 * counts for nothing. A test holds this against the schemas, which would cost more here than the whole bridge.
 */
import type { HostMessage, PageMessage } from '../../protocol/bridge.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { isObject } from '../session-reply.ts';

export type Refusal = Extract<PageMessage, { type: 'refused' }>['reason'];
type Guard = (value: unknown) => boolean;
type Shape = Readonly<Record<string, Guard>>;

const RESERVED = ['end', 'constructor', 'prototype', 'toString'];

const SHAPES: Readonly<Record<HostMessage['type'], { readonly must: Shape; readonly may: Shape }>> =
  {
    hello: {
      must: { can: list(16, matches(/^[a-z-]{1,32}$/)) },
      may: {
        context: isContext,
        unsent: list(LIMITS.bridgeRecords, text(2, LIMITS.bridgeMessageLength)),
      },
    },
    token: {
      must: { id: matches(/^[A-Za-z0-9_-]{1,64}$/) },
      may: { token: text(1, LIMITS.tokenBytes), refused: text(1, LIMITS.variableLength) },
    },
    context: { must: { values: isContext }, may: {} },
    keyboard: { must: { height: isHeight }, may: {} },
    close: { must: {}, may: {} },
  };

/** The message, or why it is none; undefined for what does not claim to be one of ours. */
export function hostMessage(heard: unknown): HostMessage | Refusal | undefined {
  if (typeof heard !== 'string') return undefined;
  if (heard.length > LIMITS.bridgeMessageLength) return 'too-large';
  const message = json(heard);
  if (!isObject(message) || !hasOwn(message, 'otklik')) return undefined;
  const { otklik, type, nonce, ...rest } = message;
  if (otklik !== 1) return 'version';
  if (typeof type !== 'string' || !hasOwn(SHAPES, type)) return 'type';
  const { must, may } = SHAPES[type as HostMessage['type']];
  const isWhole = Object.entries(must).every(([name, guard]) => guard(rest[name]));
  const isAll = Object.entries(rest).every(([name, value]) => own(must, may, name)?.(value));
  const isGood = isWhole && isAll && matches(/^[A-Za-z0-9_-]{22,64}$/)(nonce);
  return isGood ? (message as unknown as HostMessage) : 'malformed';
}

function own(must: Shape, may: Shape, name: string): Guard | undefined {
  return [must, may].find((shape) => hasOwn(shape, name))?.[name];
}

/** `Object.hasOwn` is newer than the oldest web views. */
function hasOwn(value: object, name: string): boolean {
  return Object.prototype.hasOwnProperty.call(value, name);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Somebody else's talk.
  }
}

function text(least: number, most: number): Guard {
  return (value) => typeof value === 'string' && value.length >= least && value.length <= most;
}

function matches(pattern: RegExp): Guard {
  return (value) => typeof value === 'string' && pattern.test(value);
}

function list(most: number, guard: Guard): Guard {
  return (value) => Array.isArray(value) && value.length <= most && value.every(guard);
}

function isHeight(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 100_000;
}

function isContext(value: unknown): boolean {
  if (!isObject(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= LIMITS.pageVariables && entries.every(([name, one]) => isNamed(name, one))
  );
}

function isNamed(name: string, value: unknown): boolean {
  if (!/^[A-Za-z]\w{0,63}$/.test(name) || RESERVED.includes(name)) return false;
  return (
    typeof value === 'boolean' || Number.isFinite(value) || text(0, LIMITS.variableLength)(value)
  );
}
