/** How an invitation reaches a person, and under which addresses. */
import * as z from 'zod/mini';

/**
 * `link`: whoever asks for the invitation hands its link on. `in-app`: it waits until its person comes to a page, or an
 * app, that asks whether there is anything. By the others the service sends it itself.
 */
export const Channel = z.enum([
  'link',
  'in-app',
  'email',
  'web-push',
  'fcm',
  'apns',
  'rustore',
  'hms',
  'harmonyos',
]);
export type Channel = z.infer<typeof Channel>;

export const PushChannel = z.enum(['web-push', 'fcm', 'apns', 'rustore', 'hms', 'harmonyos']);
export type PushChannel = z.infer<typeof PushChannel>;

/** By which an invitation needs no address: somebody else brings it, or its person comes for it. */
export function isUnaddressed(channel: string): boolean {
  return channel === 'link' || channel === 'in-app';
}

/** By which the service sends: each is set up by the project. */
export const SendingChannel = z.enum(['email', ...PushChannel.options]);
export type SendingChannel = z.infer<typeof SendingChannel>;

const Base64Url = (length: number) =>
  z.string().check(z.regex(new RegExp(`^[A-Za-z0-9_-]{${length}}=*$`)));

/** As `PushSubscription.toJSON()` of a browser gives it (W3C Push API). */
export const WebPushSubscription = z.object({
  endpoint: z.string().check(z.maxLength(2000), z.regex(/^https:\/\/\S+$/)),
  expirationTime: z.optional(z.nullable(z.number())),
  keys: z.object({
    /** P-256 point, uncompressed: 65 bytes. */
    p256dh: Base64Url(87),
    /** 16 bytes. */
    auth: Base64Url(22),
  }),
});
export type WebPushSubscription = z.infer<typeof WebPushSubscription>;

const DeviceToken = z.string().check(z.regex(/^[\x21-\x7E]{8,4096}$/));

/** Where a push service finds one device of a person. */
export const PushAddress = z.discriminatedUnion('channel', [
  z.strictObject({ channel: z.literal('web-push'), subscription: WebPushSubscription }),
  z.strictObject({ channel: z.literal('fcm'), token: DeviceToken }),
  z.strictObject({
    channel: z.literal('apns'),
    token: z.string().check(z.regex(/^[0-9A-Fa-f]{64,200}$/)),
  }),
  z.strictObject({ channel: z.literal('rustore'), token: DeviceToken }),
  z.strictObject({ channel: z.literal('hms'), token: DeviceToken }),
  z.strictObject({ channel: z.literal('harmonyos'), token: DeviceToken }),
]);
export type PushAddress = z.infer<typeof PushAddress>;

/** A device, or a mailbox: of the person's profile, or given for one invitation. */
export type Reachable = PushAddress | { readonly channel: 'email'; readonly email: string };
