/**
 * Otklik for your backend: mint survey tokens, call the service's private routes, invite, build deep links. Runs on
 * Node.js 20 and later, Deno, Bun and workers: nothing but fetch and Web Crypto.
 */
export { associationFiles } from './association-files.ts';
export type { AndroidApp, AssociatedApps, AssociationFiles } from './association-files.ts';
export { createClient } from './client.ts';
export type { ClientOptions, ClientWorld } from './client.ts';
export type {
  CallInput,
  CallOptions,
  CallReply,
  OtklikClient,
  WriteOptions,
} from './client-types.ts';
export { buildDeepLink } from './deep-link.ts';
export { mintSurveyToken } from './mint-survey-token.ts';
export type { MintRequest } from './mint-survey-token.ts';
export { readNdjson } from './ndjson.ts';
export { OtklikError } from './otklik-error.ts';
export type { OtklikErrorCode, OtklikErrorParticulars } from './otklik-error.ts';
export { harmonyosRequest, hmsMessage } from './push-payloads-huawei.ts';
export type { HarmonyosOptions, HarmonyosRequest, HmsOptions } from './push-payloads-huawei.ts';
export type { PushOptions, WakingOptions } from './push-parts.ts';
export {
  apnsRequest,
  fcmMessage,
  pushSeconds,
  rustoreMessage,
  rustoreUniversalMessage,
  webPushHeaders,
  webPushPayload,
} from './push-payloads.ts';
export type {
  ApnsRequest,
  FcmMessage,
  RustoreUniversalMessage,
  RustoreUniversalOptions,
} from './push-payloads.ts';
export { qrCode } from './qr-code.ts';
export type { QrCodeOptions } from './qr-code.ts';
export { generateSigningKey } from './token-keys.ts';
export type { NewSigningKey, PrivateJwk, PrivateKeyMaterial } from './token-keys.ts';
export { receiveWebhook, verifyWebhook, WebhookError, webhookMemory } from './webhooks.ts';
export type {
  VerifiedWebhook,
  VerifyOptions,
  WebhookFault,
  WebhookHandling,
  WebhookMemory,
  WebhookMessage,
} from './webhooks.ts';
