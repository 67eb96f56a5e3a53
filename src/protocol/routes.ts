/**
 * The HTTP API as data: the service mounts it, the backend SDK calls it, the OpenAPI document
 * and the cross-tenant tests are made from it.
 */
import * as z from 'zod/mini';

import { alertRoutes } from './alert.ts';
import { askingRoutes, optOutRoutes } from './asking.ts';
import { doctorRoutes } from './doctor.ts';
import { eventRoutes } from './event.ts';
import { FilePiece, FileReceipt, StoredFile } from './file.ts';
import { FileId, KeyId, RespondentId, ResponseId, SurveyId, Timestamp } from './identifiers.ts';
import { deliveryRoutes } from './delivery.ts';
import { destinationRoutes } from './destination.ts';
import { hookRoutes } from './hook.ts';
import { invitationRoutes } from './invitation.ts';
import { invitationImportRoutes } from './invitation-import.ts';
import {
  Key,
  KeyRequest,
  NewKey,
  Project,
  ProjectChange,
  SigningKey,
  SigningKeyRequest,
} from './key.ts';
import { onPageRoutes } from './on-page.ts';
import { pageRoutes } from './page-event.ts';
import { page, paging } from './paging.ts';
import { profileRoutes } from './profile.ts';
import { pushChannelRoutes, pushKeyRoutes } from './push-channel.ts';
import { responseFilter, readingRoutes } from './reading-out.ts';
import { quarantineRoutes } from './quarantine-routes.ts';
import { ResponsesReply, ResponsesRequest, StoredResponse } from './response.ts';
import { retentionRoutes } from './retention.ts';
import type { PrivateRoute, Route } from './route.ts';
import { scenarioRoutes } from './scenario-routes.ts';
import { SessionReply, SessionRequest } from './session.ts';
import { PublishedVersion, Survey, SurveyContent, SurveyVersion } from './survey.ts';
import { KeyIdentifier, TokenRequest } from './token.ts';

export type { MediaType, PrivateRoute, Route } from './route.ts';

const surveyParams = z.strictObject({ id: SurveyId });

/** The receipt of a deletion. */
export const Erasure = z.object({
  id: z.string(),
  responses: z.int(),
  erasedAt: Timestamp,
});
export type Erasure = z.infer<typeof Erasure>;

export const MintedToken = z.object({ token: z.string(), expiresAt: Timestamp });
export type MintedToken = z.infer<typeof MintedToken>;

export const SurveyRequest = z.strictObject({ id: z.optional(SurveyId), draft: SurveyContent });
export type SurveyRequest = z.infer<typeof SurveyRequest>;

/** What only the customer's backend, the command line and the console may call. */
export const privateRoutes = {
  listSurveys: {
    method: 'GET',
    path: '/v1/surveys',
    summary: 'The surveys of the project, newest first.',
    scope: 'surveys:read',
    query: paging,
    status: 200,
    reply: page(Survey),
  },
  createSurvey: {
    method: 'POST',
    path: '/v1/surveys',
    summary: 'Create a survey with its first draft.',
    scope: 'surveys:write',
    body: SurveyRequest,
    status: 201,
    reply: Survey,
  },
  getSurvey: {
    method: 'GET',
    path: '/v1/surveys/{id}',
    summary: 'One survey with its draft.',
    scope: 'surveys:read',
    params: surveyParams,
    status: 200,
    reply: Survey,
  },
  putSurvey: {
    method: 'PUT',
    path: '/v1/surveys/{id}',
    summary:
      'Write the draft; creates the survey when there is none. Published versions stay as they are.',
    scope: 'surveys:write',
    params: surveyParams,
    body: z.strictObject({ draft: SurveyContent }),
    status: 200,
    reply: Survey,
  },
  listVersions: {
    method: 'GET',
    path: '/v1/surveys/{id}/versions',
    summary: 'The published versions, newest first.',
    scope: 'surveys:read',
    params: surveyParams,
    query: paging,
    status: 200,
    reply: page(SurveyVersion),
  },
  publishSurvey: {
    method: 'POST',
    path: '/v1/surveys/{id}/publish',
    summary:
      'Check the draft and freeze it as the next version. An unchanged draft gives the present version.',
    scope: 'surveys:write',
    params: surveyParams,
    status: 200,
    reply: PublishedVersion,
  },
  closeSurvey: {
    method: 'POST',
    path: '/v1/surveys/{id}/close',
    summary: 'Ask nobody any more. Answers already given are still accepted.',
    scope: 'surveys:write',
    params: surveyParams,
    status: 200,
    reply: Survey,
  },
  mintToken: {
    method: 'POST',
    path: '/v1/tokens',
    summary: 'Sign a survey token.',
    scope: 'tokens:mint',
    body: TokenRequest,
    status: 201,
    reply: MintedToken,
  },
  ...eventRoutes,
  ...destinationRoutes,
  ...deliveryRoutes,
  ...hookRoutes,
  ...profileRoutes,
  ...invitationRoutes,
  ...invitationImportRoutes,
  ...scenarioRoutes,
  ...askingRoutes,
  listResponses: {
    method: 'GET',
    path: '/v1/responses',
    summary: 'Responses in the order in which they arrived.',
    scope: 'responses:read',
    query: z.extend(paging, responseFilter),
    status: 200,
    reply: page(StoredResponse),
  },
  getResponse: {
    method: 'GET',
    path: '/v1/responses/{id}',
    summary: 'One response.',
    scope: 'responses:read',
    params: z.strictObject({ id: ResponseId }),
    status: 200,
    reply: StoredResponse,
  },
  listFiles: {
    method: 'GET',
    path: '/v1/responses/{id}/files',
    summary: 'The files that the answers of one response name, as far as they have arrived.',
    scope: 'responses:read',
    params: z.strictObject({ id: ResponseId }),
    status: 200,
    reply: z.object({ items: z.array(StoredFile) }),
  },
  downloadFile: {
    method: 'GET',
    path: '/v1/responses/{id}/files/{file}',
    summary: 'The content of one file. Its type and name are in the list.',
    scope: 'responses:read',
    params: z.strictObject({ id: ResponseId, file: FileId }),
    status: 200,
    reply: 'application/octet-stream',
  },
  ...readingRoutes,
  ...retentionRoutes,
  ...quarantineRoutes,
  exportRespondent: {
    method: 'GET',
    path: '/v1/respondents/{id}/export',
    summary: 'Everything kept about one person, as newline-delimited JSON.',
    scope: 'responses:read',
    params: z.strictObject({ id: RespondentId }),
    status: 200,
    reply: 'application/x-ndjson',
  },
  eraseRespondent: {
    method: 'DELETE',
    path: '/v1/respondents/{id}',
    summary: 'Erase one person; late answers of that person are dropped. Returns a receipt.',
    scope: 'responses:erase',
    params: z.strictObject({ id: RespondentId }),
    status: 200,
    reply: Erasure,
  },
  listKeys: {
    method: 'GET',
    path: '/v1/keys',
    summary: 'API keys, without their secrets.',
    scope: 'keys:write',
    query: paging,
    status: 200,
    reply: page(Key),
  },
  createKey: {
    method: 'POST',
    path: '/v1/keys',
    summary: 'Create an API key; its secret is shown this once.',
    scope: 'keys:write',
    body: KeyRequest,
    status: 201,
    reply: NewKey,
  },
  revokeKey: {
    method: 'DELETE',
    path: '/v1/keys/{id}',
    summary: 'Revoke an API key at once and for good.',
    scope: 'keys:write',
    params: z.strictObject({ id: KeyId }),
    status: 200,
    reply: Key,
  },
  listSigningKeys: {
    method: 'GET',
    path: '/v1/signing-keys',
    summary: 'Keys whose survey tokens are accepted.',
    scope: 'keys:write',
    query: paging,
    status: 200,
    reply: page(SigningKey),
  },
  createSigningKey: {
    method: 'POST',
    path: '/v1/signing-keys',
    summary: 'Register the public half of your own Ed25519 key, to sign tokens offline.',
    scope: 'keys:write',
    body: SigningKeyRequest,
    status: 201,
    reply: SigningKey,
  },
  revokeSigningKey: {
    method: 'DELETE',
    path: '/v1/signing-keys/{kid}',
    summary:
      "Accept no more tokens of this key. Revoking the service's own key makes the next one.",
    scope: 'keys:write',
    params: z.strictObject({ kid: KeyIdentifier }),
    status: 200,
    reply: SigningKey,
  },
  ...pushChannelRoutes,
  ...onPageRoutes,
  ...alertRoutes,
  ...doctorRoutes,
  getProject: {
    method: 'GET',
    path: '/v1/project',
    summary: 'The project of this API key.',
    scope: 'surveys:read',
    status: 200,
    reply: Project,
  },
  changeProject: {
    method: 'PATCH',
    path: '/v1/project',
    summary: "Change the project's name or its list of origins.",
    scope: 'keys:write',
    body: ProjectChange,
    status: 200,
    reply: Project,
  },
} as const satisfies Record<string, PrivateRoute>;

/** CORS-simple POSTs: the credential is in the body, which may be sent as `text/plain`. */
export const publicRoutes = {
  openSession: {
    method: 'POST',
    path: '/v1/sessions',
    summary:
      'Exchange a survey token, or a deep-link code, for the survey and a grant to answer it.',
    body: SessionRequest,
    status: 200,
    reply: SessionReply,
  },
  submitResponses: {
    method: 'POST',
    path: '/v1/responses',
    summary: 'Store revisions of up to 50 responses, each with its grant.',
    body: ResponsesRequest,
    status: 200,
    reply: ResponsesReply,
  },
  sendFile: {
    method: 'POST',
    path: '/v1/files',
    summary:
      'Store the next piece of a file, or ask how much of it has arrived. A piece sent again is harmless.',
    body: FilePiece,
    hasBytes: true,
    status: 200,
    reply: FileReceipt,
  },
  ...pageRoutes,
  ...optOutRoutes,
  ...pushKeyRoutes,
} as const satisfies Record<string, Route>;

export type PrivateRoutes = typeof privateRoutes;
export type PrivateRouteName = keyof PrivateRoutes;
