/** Reading everything out: tables, lines, changes since the last time, and links for whoever has no key. */
import * as z from 'zod/mini';

import { DeliveryField } from './destination.ts';
import { LanguageTag, ReadingLinkId, RespondentId, SurveyId, Timestamp } from './identifiers.ts';
import { LIMITS } from './limits.ts';
import { page, paging } from './paging.ts';
import { ResponseStatus } from './response.ts';
import type { PrivateRoute } from './route.ts';

export const responseFilter = {
  survey: z.optional(SurveyId),
  respondent: z.optional(RespondentId),
  status: z.optional(ResponseStatus),
  /** Created at or after. */
  since: z.optional(Timestamp),
  /** Created before. */
  until: z.optional(Timestamp),
};

const Flag = z.pipe(
  z.enum(['true', 'false']),
  z.transform((text) => text === 'true'),
);

/** How a table is written. */
const manner = {
  /** `ids`, which is so unless set: of questions and choices. `labels`: their words. */
  texts: z.optional(z.enum(['ids', 'labels'])),
  /** Of the words. Default: the survey's own language. */
  lang: z.optional(LanguageTag),
  /** A byte order mark before it, by which Excel knows UTF-8. */
  bom: z.optional(Flag),
};

export interface TableManner {
  readonly texts?: 'ids' | 'labels' | undefined;
  readonly lang?: string | undefined;
  readonly bom?: boolean | undefined;
}

/** Read-only, of one survey, for a spreadsheet or a report. */
export const ReadingLinkRequest = z.strictObject({
  survey: SurveyId,
  name: z.string().check(z.minLength(1), z.maxLength(100)),
  texts: z.optional(z.enum(['ids', 'labels'])),
  lang: z.optional(LanguageTag),
  /** Answers, variables and `respondent` that may be read. Default: all but the respondent. */
  fields: z.optional(z.array(DeliveryField).check(z.maxLength(LIMITS.questionsPerSurvey))),
  expiresAt: z.optional(Timestamp),
});
export type ReadingLinkRequest = z.infer<typeof ReadingLinkRequest>;

export const ReadingLink = z.object({
  id: ReadingLinkId,
  survey: SurveyId,
  name: z.string(),
  texts: z.enum(['ids', 'labels']),
  lang: z.nullable(z.string()),
  fields: z.nullable(z.array(z.string())),
  expiresAt: z.nullable(Timestamp),
  lastUsedAt: z.nullable(Timestamp),
  createdAt: Timestamp,
});
export type ReadingLink = z.infer<typeof ReadingLink>;

/** Both are shown this once: whoever has one reads. */
export const NewReadingLink = z.extend(ReadingLink, {
  /** A table, for `IMPORTDATA` and its like. */
  csv: z.string(),
  /** OData v4. */
  odata: z.string(),
});
export type NewReadingLink = z.infer<typeof NewReadingLink>;

/** What follows is under no API key: the link is the credential. */
export const READING_PATH = '/read/{secret}';
export const ODATA_PATH = '/odata/{survey}';

const readScope = 'responses:read';
const ofSurvey = z.extend(z.strictObject({ ...responseFilter, ...manner }), { survey: SurveyId });

export const readingRoutes = {
  exportCsv: {
    method: 'GET',
    path: '/v1/export/responses.csv',
    summary:
      'The responses of one survey as CSV (RFC 4180, UTF-8), a row each; formula cells are defused.',
    scope: readScope,
    query: ofSurvey,
    status: 200,
    reply: 'text/csv',
  },
  exportNdjson: {
    method: 'GET',
    path: '/v1/export/responses.ndjson',
    summary: 'Responses as newline-delimited JSON, unaltered.',
    scope: readScope,
    query: z.strictObject(responseFilter),
    status: 200,
    reply: 'application/x-ndjson',
  },
  exportAnswersCsv: {
    method: 'GET',
    path: '/v1/export/answers.csv',
    summary: 'The answers of one survey as CSV, a row each: with the words of question and answer.',
    scope: readScope,
    query: ofSurvey,
    status: 200,
    reply: 'text/csv',
  },
  exportAnswersNdjson: {
    method: 'GET',
    path: '/v1/export/answers.ndjson',
    summary: 'The answers of one survey as newline-delimited JSON, a line each.',
    scope: readScope,
    query: ofSurvey,
    status: 200,
    reply: 'application/x-ndjson',
  },
  exportChanges: {
    method: 'GET',
    path: '/v1/export/changes.ndjson',
    summary:
      'Responses that are new or changed since the cursor, as newline-delimited JSON; the last line is the next cursor.',
    scope: readScope,
    query: z.strictObject({
      survey: z.optional(SurveyId),
      cursor: z.optional(z.string().check(z.maxLength(300))),
    }),
    status: 200,
    reply: 'application/x-ndjson',
  },
  createReadingLink: {
    method: 'POST',
    path: '/v1/reading-links',
    summary: 'A link under which a spreadsheet or a report reads one survey.',
    scope: 'destinations:write',
    body: ReadingLinkRequest,
    status: 201,
    reply: NewReadingLink,
  },
  listReadingLinks: {
    method: 'GET',
    path: '/v1/reading-links',
    summary: 'Links under which surveys are read, newest first, without what is secret.',
    scope: 'destinations:write',
    query: paging,
    status: 200,
    reply: page(ReadingLink),
  },
  deleteReadingLink: {
    method: 'DELETE',
    path: '/v1/reading-links/{id}',
    summary: 'Let nobody read under this link any more.',
    scope: 'destinations:write',
    params: z.strictObject({ id: ReadingLinkId }),
    status: 200,
    reply: ReadingLink,
  },
} as const satisfies Record<string, PrivateRoute>;
