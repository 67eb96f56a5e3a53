/** What the customer's systems have said of a person: by which words, when and where to ask. */
import * as z from 'zod/mini';

import { LanguageTag, LocalId, RespondentId, Timestamp, TimeZone } from './identifiers.ts';
import { LIMITS } from './limits.ts';
import type { PrivateRoute } from './route.ts';
import { VariableValue, VariableValues } from './variables.ts';

/**
 * Of any script: names of domains and people are not only Latin (RFC 6531). Whether anybody is there is known when
 * something is sent.
 */
export const Email = z
  .email({ pattern: z.regexes.unicodeEmail, error: 'must be an e-mail address' })
  .check(z.maxLength(LIMITS.emailLength));

/** What is not named stays as it is; null takes it away. */
export const ProfileChange = z.strictObject({
  attributes: z.optional(
    z
      .record(LocalId, z.nullable(VariableValue))
      .check(
        z.refine(
          (attributes) => Object.keys(attributes).length <= LIMITS.pageVariables,
          'too many attributes',
        ),
      ),
  ),
  lang: z.optional(z.nullable(LanguageTag)),
  timezone: z.optional(z.nullable(TimeZone)),
  email: z.optional(z.nullable(Email)),
});
export type ProfileChange = z.infer<typeof ProfileChange>;

export const Profile = z.object({
  respondent: z.string(),
  attributes: VariableValues,
  lang: z.nullable(z.string()),
  timezone: z.nullable(z.string()),
  email: z.nullable(z.string()),
  /** Null: nothing was ever said of this person. */
  updatedAt: z.nullable(Timestamp),
});
export type Profile = z.infer<typeof Profile>;

const params = z.strictObject({ id: RespondentId });

export const profileRoutes = {
  getRespondent: {
    method: 'GET',
    path: '/v1/respondents/{id}',
    summary: 'What your systems have said of a person.',
    scope: 'responses:read',
    params,
    status: 200,
    reply: Profile,
  },
  putRespondent: {
    method: 'PUT',
    path: '/v1/respondents/{id}',
    summary: 'Say something of a person. What is not named stays; null takes it away.',
    scope: 'events:write',
    params,
    body: ProfileChange,
    status: 200,
    reply: Profile,
  },
} as const satisfies Record<string, PrivateRoute>;
