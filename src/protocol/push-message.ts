/**
 * What travels through a push service: an address of ours and words that fit everybody. Nobody's name, score or
 * order is in it, for it passes through companies in other countries (DESIGN 7 and 10).
 */
import * as z from 'zod/mini';

import { InvitationId, LanguageTag } from './identifiers.ts';

/** Bytes of a payload that every push service takes. */
export const PUSH_BYTES_MAX = 4096;

export const PushMessage = z.object({
  /** Version of this format. */
  otklik: z.literal(1),
  invitation: InvitationId,
  /** With the deep-link code. */
  link: z.string(),
  title: z.string(),
  body: z.string(),
  lang: LanguageTag,
  /** Answered or cancelled elsewhere: take the notification away, show none. */
  withdraw: z.optional(z.literal(true)),
});
export type PushMessage = z.infer<typeof PushMessage>;
