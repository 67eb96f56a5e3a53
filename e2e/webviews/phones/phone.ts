import type { PushAddress } from 'otklik/protocol';

import type { Handed, PhoneNetwork } from './phone-network.ts';

/** A phone with the half of an app that pushes reach, as docs/webviews.md tells its developers to write it. */
export class Phone {
  readonly address: PushAddress;
  /** All that has come to it. */
  readonly handed: Handed[] = [];
  readonly #notices = new Map<string, string>();
  readonly #origin: string;
  /** What the app does when the system calls it with a link. */
  whenWoken: (link: string) => void = () => undefined;

  /** @param origin of the links that it opens */
  constructor(network: PhoneNetwork, origin: string) {
    this.#origin = origin;
    this.address = network.install((message) => this.#receive(message));
  }

  /** Invitations whose notifications are on the screen. */
  get notices(): readonly string[] {
    return [...this.#notices.keys()];
  }

  /** A tap takes the notification away. @returns the link that the app opens then */
  tap(invitation: string): string {
    const link = this.#notices.get(invitation);
    if (link === undefined) throw new Error(`There is no notification of ${invitation}.`);
    this.#notices.delete(invitation);
    // A payload comes from outside: only addresses of the surveys' own place are opened.
    if (new URL(link).origin !== this.#origin) throw new Error('The link leads elsewhere.');
    return link;
  }

  #receive(message: Handed): void {
    this.handed.push(message);
    const { type, invitationId = '', deepLink = '', title } = message.data;
    // By the system, or by the app, which finds the words in the data then.
    const isShown = message.notification !== undefined || (message.isWaking && title !== undefined);
    if (type === 'survey' && isShown) this.#notices.set(invitationId, deepLink);
    if (type === 'survey' && message.isWaking) this.whenWoken(deepLink);
    if (type === 'survey-withdrawn') this.#notices.delete(invitationId);
  }
}
