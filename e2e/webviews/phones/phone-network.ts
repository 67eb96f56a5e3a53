import { randomBytes } from 'node:crypto';

import type { PushAddress, PushChannelSettings } from 'otklik/protocol';

/** What a phone's system hands to its app. */
export interface Handed {
  /** Undefined: it shows nothing. */
  readonly notification: { readonly title: string; readonly body: string } | undefined;
  readonly data: Readonly<Record<string, string>>;
  /** Whether the system calls the app in every state, and not only the person's eye. */
  readonly isWaking: boolean;
}

/** The push service of a make of phones, on this machine: it takes what the real one takes, and refuses as that does. */
export interface PhoneNetwork {
  /** What the service needs to know of it, credentials included. */
  readonly settings: PushChannelSettings;
  /** An app is installed. @returns under which address it is reached */
  install(hand: (message: Handed) => void): PushAddress;
  close(): Promise<void>;
}

/** Apps by their address. */
export class Installed {
  readonly #apps = new Map<string, (message: Handed) => void>();

  add(hand: (message: Handed) => void): string {
    const token = randomBytes(32).toString('hex');
    this.#apps.set(token, hand);
    return token;
  }

  /** @returns false where there is no such app, or no more */
  hand(token: unknown, message: Handed): boolean {
    const app = this.#apps.get(String(token));
    app?.(message);
    return app !== undefined;
  }
}

/** What a payload tells the app beside what is shown; everything in it is a text. */
export function textsIn(value: unknown): Readonly<Record<string, string>> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const isText = Object.values(value).every((one) => typeof one === 'string');
  return isText ? (value as Record<string, string>) : undefined;
}
