/** Invitations by hand: a table with a row for each person, as a spreadsheet saves it. */
import * as z from 'zod/mini';

import { Channel } from './channel.ts';
import { InvitationId, LanguageTag, LocalId, SurveyId, Timestamp } from './identifiers.ts';
import { LIMITS } from './limits.ts';
import type { PrivateRoute } from './route.ts';

export const InvitationImport = z.strictObject({
  survey: SurveyId,
  /**
   * Comma, semicolon or tab between the columns, their names in the first line. `respondent` is the person;
   * `lang`, `at` and `email` may be there; every other column is a variable of the survey.
   */
  csv: z.string().check(z.minLength(1), z.maxLength(LIMITS.importCharacters)),
  /** Looks at every row, and invites nobody. */
  dryRun: z.optional(z.boolean()),
  /** Columns in which a row may have nothing. */
  mayBeEmpty: z.optional(z.array(LocalId).check(z.maxLength(LIMITS.variablesPerSurvey))),
  channels: z.optional(z.array(Channel).check(z.minLength(1), z.maxLength(6))),
  /** When to send those whose row has no `at`; at once unless set. */
  at: z.optional(Timestamp),
  expiresAt: z.optional(Timestamp),
  remindAfter: z.optional(z.int().check(z.minimum(0))),
  strict: z.optional(z.boolean()),
  lang: z.optional(LanguageTag),
  page: z.optional(z.string().check(z.maxLength(LIMITS.urlLength))),
});
export type InvitationImport = z.infer<typeof InvitationImport>;

export const RefusedRow = z.object({
  /** In the text given, counted from 1; the names of the columns are in line 1. */
  line: z.int(),
  respondent: z.optional(z.string()),
  faults: z.array(
    z.object({
      /** Absent: it is the row as a whole. */
      column: z.optional(z.string()),
      /** `empty`, `duplicate`, `open` (invited to the same before), or as in a problem's "errors". */
      code: z.string(),
      message: z.string(),
    }),
  ),
});
export type RefusedRow = z.infer<typeof RefusedRow>;

export const InvitationImportReply = z.object({
  dryRun: z.boolean(),
  rows: z.int(),
  /** Made, or in a dry run: would be made. Without `id` and `link` then. */
  invited: z.array(
    z.object({
      line: z.int(),
      respondent: z.string(),
      id: z.optional(InvitationId),
      link: z.optional(z.string()),
    }),
  ),
  /** Every other row. */
  refused: z.array(RefusedRow),
});
export type InvitationImportReply = z.infer<typeof InvitationImportReply>;

export const invitationImportRoutes = {
  importInvitations: {
    method: 'POST',
    path: '/v1/invitations/import',
    summary: 'Invite everybody in a CSV table; every row that cannot be is listed with the reason.',
    scope: 'invitations:write',
    body: InvitationImport,
    status: 200,
    reply: InvitationImportReply,
  },
} as const satisfies Record<string, PrivateRoute>;
