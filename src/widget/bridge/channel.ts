/**
 * The talk with the app, once it has shaken hands: the page says `hello` with a number that nobody can guess,
 * and only what comes over the same transport with that number counts. What does not count leaves no trace but
 * one `refused` for each reason.
 */
import type { HostMessage, PageMessage } from '../../protocol/bridge.ts';
import { hostMessage } from './host-message.ts';
import type { Refusal } from './host-message.ts';
import type { Transport } from './transport.ts';

/** Held to the protocol's by its type: its module would bring the schemas along. */
const VERSION: HostMessage['otklik'] = 1;

export type Hello = Extract<HostMessage, { type: 'hello' }>;
export type Later = Exclude<HostMessage, Hello>;
/** Without what every message has. */
export type Saying = PageMessage extends infer Message
  ? Message extends PageMessage
    ? Omit<Message, 'otklik'>
    : never
  : never;

export interface ChannelWorld {
  readonly later: (call: () => void, ms: number) => void;
  readonly random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array;
}

const REAL_WORLD: ChannelWorld = {
  later: (call, ms) => void setTimeout(call, ms),
  random: (bytes) => crypto.getRandomValues(bytes),
};

/** Milliseconds between one `hello` and the next: an app may begin to listen after its page has begun to speak. */
const PATIENCE_MS = [250, 1000, 4000, 10_000];
/** What is said before the app has answered waits; an app that never answers is none. */
const MOST_WAITING = 200;

export class Channel {
  /** Resolves when the app has answered. */
  readonly opened: Promise<Hello>;
  readonly #transport: Transport;
  readonly #world: ChannelWorld;
  readonly #nonce: string;
  readonly #widget: string;
  readonly #listeners = new Set<(message: Later) => boolean>();
  readonly #told = new Set<Refusal>();
  readonly #waiting: Saying[] = [];
  #hello: Hello | undefined;
  #open: (hello: Hello) => void = () => undefined;

  /** @param widget its version, for the app to know */
  constructor(transport: Transport, widget: string, world: ChannelWorld = REAL_WORLD) {
    this.#transport = transport;
    this.#world = world;
    this.#widget = widget;
    this.#nonce = unguessable(world.random);
    this.opened = new Promise((resolve) => {
      this.#open = resolve;
    });
    transport.receive((text) => this.#hear(text));
    transport.whenReady?.(() => this.#greet());
    this.#greet(PATIENCE_MS);
  }

  /** For which transport it is. */
  get name(): string {
    return this.#transport.name;
  }

  can(ability: string): boolean {
    return this.#hello?.can.includes(ability) === true;
  }

  say(saying: Saying): void {
    if (this.#hello !== undefined) this.#post(saying);
    else if (this.#waiting.length < MOST_WAITING) this.#waiting.push(saying);
  }

  /** @param listener whether anybody had waited for the message; where nobody had, it is refused */
  listen(listener: (message: Later) => boolean): void {
    this.#listeners.add(listener);
  }

  #greet([next, ...others]: readonly number[] = []): void {
    if (this.#hello !== undefined) return;
    this.#post({
      type: 'hello',
      versions: [VERSION],
      nonce: this.#nonce,
      widget: this.#widget,
    });
    if (next !== undefined) this.#world.later(() => this.#greet(others), next);
  }

  #hear(text: unknown): void {
    const message = hostMessage(text);
    if (message === undefined) return;
    const refusal = typeof message === 'string' ? message : this.#take(message);
    if (refusal === undefined || this.#told.has(refusal)) return;
    this.#told.add(refusal);
    this.say({ type: 'refused', reason: refusal });
  }

  #take(message: HostMessage): Refusal | undefined {
    if (message.nonce !== this.#nonce) return 'nonce';
    if (message.type === 'hello') return this.#begin(message);
    if (this.#hello === undefined) return 'early';
    const heard = [...this.#listeners].map((listener) => listener(message));
    return heard.includes(true) ? undefined : 'unasked';
  }

  #begin(hello: Hello): Refusal | undefined {
    if (this.#hello !== undefined) return 'unasked';
    this.#hello = hello;
    this.#open(hello);
    for (const saying of this.#waiting.splice(0)) this.#post(saying);
    return undefined;
  }

  #post(saying: Saying): void {
    this.#transport.post(JSON.stringify({ otklik: VERSION, ...saying }));
  }
}

/** 128 random bits. */
export function unguessable(random: ChannelWorld['random'] = REAL_WORLD.random): string {
  const bytes = String.fromCharCode(...random(new Uint8Array(16)));
  return btoa(bytes).replace(/[+/=]/g, (sign) => ({ '+': '-', '/': '_' })[sign] ?? '');
}
