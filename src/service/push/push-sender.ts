/** What all senders have in common. A sender judges an answer; what follows from it is not its business. */
import type { PushMessage, Reachable, SendingChannel } from '../../protocol/index.ts';
import type { ChannelOf } from './channel-settings.ts';
import type { Outbound } from './outbound.ts';
import type { PushAnswer } from './push-answer.ts';

export interface Push<Name extends SendingChannel> {
  readonly channel: ChannelOf<Name>;
  readonly address: Extract<Reachable, { channel: Name }>;
  readonly message: PushMessage;
  readonly expiresAt: string;
}

export interface PushWorld {
  readonly outbound: Outbound;
  readonly now: () => Date;
}

/** Rejects when the push service cannot be reached; that is tried again. */
export type PushSender<Name extends SendingChannel> = (
  push: Push<Name>,
  world: PushWorld,
) => Promise<PushAnswer>;
