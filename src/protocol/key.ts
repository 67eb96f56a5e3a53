/** API keys, signing keys and the project they belong to. */
import * as z from 'zod/mini';

import { KeyId, Origin, ProjectId, Timestamp } from './identifiers.ts';
import { KeyIdentifier, PublicJwk } from './token.ts';

export const Scope = z.enum([
  'surveys:read',
  'surveys:write',
  'responses:read',
  'responses:repair',
  'responses:erase',
  'tokens:mint',
  'invitations:write',
  'events:write',
  'destinations:write',
  'keys:write',
  'operation:read',
]);
export type Scope = z.infer<typeof Scope>;

const Name = z.string().check(z.minLength(1), z.maxLength(200));

export const KeyRequest = z.strictObject({
  name: Name,
  scopes: z.array(Scope).check(z.minLength(1)),
  expiresAt: z.optional(Timestamp),
});
export type KeyRequest = z.infer<typeof KeyRequest>;

export const Key = z.object({
  id: KeyId,
  name: Name,
  scopes: z.array(Scope),
  createdAt: Timestamp,
  expiresAt: z.nullable(Timestamp),
  revokedAt: z.nullable(Timestamp),
  lastUsedAt: z.nullable(Timestamp),
});
export type Key = z.infer<typeof Key>;

/** Shown once: the service keeps only a hash of `secret`. */
export const NewKey = z.extend(Key, { secret: z.string() });
export type NewKey = z.infer<typeof NewKey>;

/** Registers the public half of a key with which the customer's backend signs tokens offline. */
export const SigningKeyRequest = z.strictObject({ kid: KeyIdentifier, publicKey: PublicJwk });
export type SigningKeyRequest = z.infer<typeof SigningKeyRequest>;

export const SigningKey = z.object({
  kid: KeyIdentifier,
  owner: z.enum(['service', 'customer']),
  publicKey: PublicJwk,
  createdAt: Timestamp,
  revokedAt: z.nullable(Timestamp),
});
export type SigningKey = z.infer<typeof SigningKey>;

export const Project = z.object({
  id: ProjectId,
  name: Name,
  /** Origins whose pages may open sessions when a token names none. */
  origins: z.array(Origin),
});
export type Project = z.infer<typeof Project>;

export const ProjectChange = z.strictObject({
  name: z.optional(Name),
  origins: z.optional(z.array(Origin).check(z.maxLength(100))),
});
export type ProjectChange = z.infer<typeof ProjectChange>;
