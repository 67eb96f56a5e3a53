/**
 * `otklik/1`: what a page with a survey and the app around its web view say to each other. Every message is JSON
 * text, and goes to the other side as one string. Names that the DOM events have too mean the same here.
 */
import * as z from 'zod/mini';

import { ResponseId } from './identifiers.ts';
import { LIMITS } from './limits.ts';
import { Answers } from './response.ts';
import { VariableValues } from './variables.ts';

/** The version that this page speaks. */
export const BRIDGE_VERSION = 1;

/** Made by the page for each visit; whoever does not know it says nothing that counts. */
export const BridgeNonce = z.string().check(z.regex(/^[A-Za-z0-9_-]{22,64}$/));
/** Of one request for a token. */
const RequestId = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/));
const Height = z.int().check(z.minimum(0), z.maximum(100_000));
const Code = z.string().check(z.regex(/^[a-z][a-z_]{0,63}$/));
const OpaqueRecord = z.string().check(z.minLength(2), z.maxLength(LIMITS.bridgeMessageLength));

/**
 * What an app can do for the page: `token`, `open-url`, `unsent`, and `unsent-first`, before it is sent: for web views that
 * forget what they store. Those of later versions are passed over.
 */
const Ability = z.string().check(z.regex(/^[a-z-]{1,32}$/));

const fromHost = { otklik: z.literal(BRIDGE_VERSION), nonce: BridgeNonce };

/** From the app to the page. */
export const HostMessage = z.discriminatedUnion('type', [
  /** The answer to the page's `hello`, with its nonce: from then on both sides count. */
  z.strictObject({
    ...fromHost,
    type: z.literal('hello'),
    can: z.array(Ability).check(z.maxLength(16)),
    /** As in `context`, so that it is there before the survey opens. */
    context: z.optional(VariableValues),
    /** What was handed over on earlier visits and has not been settled. */
    unsent: z.optional(z.array(OpaqueRecord).check(z.maxLength(LIMITS.bridgeRecords))),
  }),
  /** For the request of that id: a token, or why there is none. */
  z.strictObject({
    ...fromHost,
    type: z.literal('token'),
    id: RequestId,
    token: z.optional(z.string().check(z.minLength(1), z.maxLength(LIMITS.tokenBytes))),
    refused: z.optional(z.string().check(z.minLength(1), z.maxLength(LIMITS.variableLength))),
  }),
  z.strictObject({ ...fromHost, type: z.literal('context'), values: VariableValues }),
  /** CSS pixels of the page that lie under the on-screen keyboard; 0 when it is gone. */
  z.strictObject({ ...fromHost, type: z.literal('keyboard'), height: Height }),
  /** The app is about to take the page away; the survey goes on at the same question. */
  z.strictObject({ ...fromHost, type: z.literal('close') }),
]);
export type HostMessage = z.infer<typeof HostMessage>;

const fromPage = { otklik: z.literal(BRIDGE_VERSION) };
const about = {
  ...fromPage,
  survey: z.string(),
  responseId: z.union([ResponseId, z.literal('')]),
};

/** From the page to the app. */
export const PageMessage = z.discriminatedUnion('type', [
  /** Sent again until it is answered. Everything else comes after the answer. */
  z.strictObject({
    ...fromPage,
    type: z.literal('hello'),
    versions: z.array(z.int()),
    nonce: BridgeNonce,
    widget: z.string(),
  }),
  z.strictObject({ ...about, type: z.literal('shown') }),
  z.strictObject({ ...about, type: z.literal('answered'), screen: z.string(), answers: Answers }),
  z.strictObject({ ...about, type: z.literal('completed') }),
  z.strictObject({
    ...about,
    type: z.literal('dismissed'),
    isAnswered: z.boolean(),
    isPostponed: z.boolean(),
  }),
  z.strictObject({
    ...about,
    type: z.literal('delivery'),
    delivery: z.enum(['saved', 'sending', 'sent', 'blocked']),
    storage: z.enum(['indexeddb', 'localstorage', 'memory']),
  }),
  z.strictObject({ ...about, type: z.literal('error'), code: Code, problem: z.string() }),
  /** Answered by `token` with the same id. With a code when the last one was not good. */
  z.strictObject({
    ...about,
    type: z.literal('token-needed'),
    id: RequestId,
    code: z.optional(Code),
  }),
  /** CSS pixels that the survey would like to be high. */
  z.strictObject({ ...about, type: z.literal('resize'), height: Height }),
  /** The survey is no longer on the screen. */
  z.strictObject({ ...about, type: z.literal('close') }),
  /** The respondent has followed a link; the page stays where it is. */
  z.strictObject({ ...fromPage, type: z.literal('open-url'), url: z.string() }),
  /** To be kept by the app until it is settled, in place of earlier revisions of the same response. */
  z.strictObject({
    ...fromPage,
    type: z.literal('unsent'),
    id: ResponseId,
    revision: z.int(),
    /** For the next `hello`, as it is. */
    record: OpaqueRecord,
    /** For an app that sends by itself: `POST` the body to the address, with the header `Origin`, to which the grant is bound. */
    post: z.optional(z.strictObject({ url: z.string(), origin: z.string(), body: z.string() })),
  }),
  /** The service has this revision: up to it, the app may forget. */
  z.strictObject({
    ...fromPage,
    type: z.literal('settled'),
    id: ResponseId,
    revision: z.int(),
  }),
  /** Something was said that does not count; each reason is told once. */
  z.strictObject({
    ...fromPage,
    type: z.literal('refused'),
    reason: z.enum(['malformed', 'too-large', 'version', 'type', 'nonce', 'early', 'unasked']),
  }),
]);
export type PageMessage = z.infer<typeof PageMessage>;
