/**
 * Otklik for your backend: mint survey tokens, call the service's private routes, build deep links. Runs on
 * Node.js 20 and later, Deno, Bun and workers: nothing but fetch and Web Crypto.
 */
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
export { generateSigningKey } from './token-keys.ts';
export type { NewSigningKey, PrivateJwk, PrivateKeyMaterial } from './token-keys.ts';
