/** How a project reaches its push services, and the server that takes its mail. What is secret goes in and never comes out. */
import * as z from 'zod/mini';

import { SendingChannel } from './channel.ts';
import { ProjectId, Timestamp } from './identifiers.ts';
import { LIMITS } from './limits.ts';
import type { PrivateRoute, Route } from './route.ts';

const Word = z.string().check(z.regex(/^[\x21-\x7E]{1,200}$/, 'must be 1 to 200 plain characters'));
const Secret = z
  .string()
  .check(z.regex(/^[\x21-\x7E]{8,4096}$/, 'must be 8 to 4096 plain characters'));
const PrivateKey = z
  .string()
  .check(
    z.maxLength(8192),
    z.regex(
      /^-----BEGIN PRIVATE KEY-----\s[\s\S]+-----END PRIVATE KEY-----\s*$/,
      'must be a PKCS #8 key in PEM',
    ),
  );
const Certificates = z
  .string()
  .check(
    z.maxLength(64 * 1024),
    z.regex(
      /^(-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/,
      'must be certificates in PEM',
    ),
  );
/** Another address than the push service's own: of its sandbox, a mirror, a proxy. */
const Endpoint = z
  .string()
  .check(
    z.maxLength(LIMITS.urlLength),
    z.regex(/^https?:\/\/[^/?#@\s]+\/?$/, 'must be an origin such as "https://push.example.com"'),
  );

/** RFC 8292: whom a push service may write to. Apple takes no address of this machine. */
const WebPushSettings = z.strictObject({
  channel: z.literal('web-push'),
  subject: z
    .string()
    .check(
      z.maxLength(LIMITS.urlLength),
      z.regex(
        /^(mailto:[^@\s]+@[^@\s]+\.[^@\s]+|https:\/\/(?!localhost\b)\S+)$/,
        'must be "mailto:…" or an https address',
      ),
    ),
});

/** Whether the app is called with each message, also when it is not in front, so that it can put the survey aside. */
const WakesApp = z.enum(['never', 'always']);

/** Of a service account's JSON file, by the names that stand there. */
const FcmSettings = z.strictObject({
  channel: z.literal('fcm'),
  projectId: Word,
  clientEmail: Word,
  privateKey: PrivateKey,
  /** With `always` Android's system shows nothing by itself: the app does. */
  wakesApp: z.optional(WakesApp),
  endpoint: z.optional(Endpoint),
  tokenEndpoint: z.optional(Endpoint),
});

const ApnsSettings = z.strictObject({
  channel: z.literal('apns'),
  teamId: Word,
  keyId: Word,
  /** The app's bundle id. */
  topic: Word,
  /** The content of the .p8 file. */
  privateKey: PrivateKey,
  wakesApp: z.optional(WakesApp),
  /** `https://api.sandbox.push.apple.com` for builds that Xcode has installed. */
  endpoint: z.optional(Endpoint),
});

const RustoreSettings = z.strictObject({
  channel: z.literal('rustore'),
  projectId: Word,
  serviceToken: Secret,
  /** With which SDK the app was built: with `universal` it drops, without a word, what comes by the other way. */
  sdk: z.optional(z.enum(['native', 'universal'])),
  endpoint: z.optional(Endpoint),
});

const HmsSettings = z.strictObject({
  channel: z.literal('hms'),
  appId: Word,
  clientId: Word,
  clientSecret: Secret,
  /** Of the app that is to get the link when the notification is tapped; else the app is merely started. */
  packageName: z.optional(Word),
  endpoint: z.optional(Endpoint),
  tokenEndpoint: z.optional(Endpoint),
});

/** HarmonyOS from 5 on. Of a service account's JSON file, and the app's client id. */
const HarmonyosSettings = z.strictObject({
  channel: z.literal('harmonyos'),
  projectId: Word,
  keyId: Word,
  subAccount: Word,
  privateKey: PrivateKey,
  clientId: Word,
  /** Of Huawei's kinds of notification; `MARKETING` unless the app was granted another. */
  category: z.optional(Word),
  endpoint: z.optional(Endpoint),
});

/** A name and an address, or an address alone; nothing that could end a header. */
const Sender = z
  .string()
  .check(
    z.maxLength(LIMITS.urlLength),
    z.regex(
      /^(?:[^<>"\r\n\0]{1,100} <[^<>\s@]+@[^<>\s@]+\.[^<>\s@]+>|[^<>\s@]+@[^<>\s@]+\.[^<>\s@]+)$/,
      'must be an address such as "shop@example.com" or "The shop <shop@example.com>"',
    ),
  );

/** Whatever server takes your mail (RFC 5321). Its connection is always encrypted. */
const EmailSettings = z.strictObject({
  channel: z.literal('email'),
  /** `smtps`: encrypted from the first byte, port 465 unless set; `smtp`: by STARTTLS, port 587 unless set. */
  server: z
    .string()
    .check(
      z.maxLength(LIMITS.urlLength),
      z.regex(
        /^smtps?:\/\/[^/?#@\s]+\/?$/,
        'must be an address such as "smtps://mail.example.com"',
      ),
    ),
  user: z.optional(Word),
  password: z.optional(Secret),
  /** Certificates in PEM of the authority that vouches for the server, where it is one's own; then no other does. */
  ca: z.optional(Certificates),
  from: Sender,
  replyTo: z.optional(Sender),
});

export const PushChannelSettings = z.discriminatedUnion('channel', [
  EmailSettings,
  WebPushSettings,
  FcmSettings,
  ApnsSettings,
  RustoreSettings,
  HmsSettings,
  HarmonyosSettings,
]);
export type PushChannelSettings = z.infer<typeof PushChannelSettings>;

/** What may be seen of it. */
export const PushChannelState = z.object({
  channel: SendingChannel,
  /** All that is not secret. */
  settings: z.record(z.string(), z.string()),
  /** The first 16 hexadecimal digits of each credential's SHA-256: which one it is, and nothing more. */
  fingerprints: z.record(z.string(), z.string()),
  /** Of `web-push`: what `PushManager.subscribe` takes as `applicationServerKey`. */
  publicKey: z.optional(z.string()),
  /** The push service refuses the credentials: nothing is sent until they are set again. */
  stopped: z.nullable(z.object({ at: Timestamp, reason: z.string() })),
  updatedAt: Timestamp,
});
export type PushChannelState = z.infer<typeof PushChannelState>;

/** `accepted`: the push service, or the mail server, knows these credentials. `untested`: it has no way to ask. */
export const PushChannelTest = z.object({
  outcome: z.enum(['accepted', 'refused', 'unreachable', 'untested']),
  /** For programs: stays as it is. */
  reason: z.optional(z.string()),
  /** In words, of a mail server. */
  detail: z.optional(z.string()),
});
export type PushChannelTest = z.infer<typeof PushChannelTest>;

const params = z.strictObject({ channel: SendingChannel });

export const pushChannelRoutes = {
  putPushChannel: {
    method: 'PUT',
    path: '/v1/push-channels/{channel}',
    summary: 'Set how a push service is reached. Its credentials are kept and never shown again.',
    scope: 'destinations:write',
    params,
    body: PushChannelSettings,
    status: 200,
    reply: PushChannelState,
  },
  getPushChannel: {
    method: 'GET',
    path: '/v1/push-channels/{channel}',
    summary: 'How a push service is reached, with fingerprints of the credentials.',
    scope: 'destinations:write',
    params,
    status: 200,
    reply: PushChannelState,
  },
  deletePushChannel: {
    method: 'DELETE',
    path: '/v1/push-channels/{channel}',
    summary: 'Forget the credentials, and send by this push service no more.',
    scope: 'destinations:write',
    params,
    status: 200,
    reply: PushChannelState,
  },
  testPushChannel: {
    method: 'GET',
    path: '/v1/push-channels/{channel}/test',
    summary:
      'Ask the push service, or the mail server, whether it knows the credentials. Nobody gets a message.',
    scope: 'destinations:write',
    params,
    status: 200,
    reply: PushChannelTest,
  },
} as const satisfies Record<string, PrivateRoute>;

export const pushKeyRoutes = {
  /** The key is public: browsers give it to their push service in clear. */
  readPushKey: {
    method: 'POST',
    path: '/v1/push-key',
    summary: 'The key with which a page subscribes to web push; null where that is not set up.',
    body: z.strictObject({ project: ProjectId }),
    status: 200,
    reply: z.object({ publicKey: z.nullable(z.string()) }),
  },
} as const satisfies Record<string, Route>;
