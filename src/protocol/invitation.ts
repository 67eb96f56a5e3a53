/** An invitation: one respondent is to be asked one survey, by some channel, by some time. */
import * as z from 'zod/mini';

import { Channel, PushAddress } from './channel.ts';
import {
  InvitationId,
  LanguageTag,
  RespondentId,
  ResponseId,
  SurveyId,
  Timestamp,
} from './identifiers.ts';
import { LIMITS } from './limits.ts';
import { page, paging } from './paging.ts';
import { Email } from './profile.ts';
import type { PrivateRoute } from './route.ts';
import { VariableValues } from './variables.ts';

/**
 * In the order in which they follow each other; what follows `started` is final, but for an answer that arrives
 * after all: `dismissed`, `expired` and `suppressed` become `completed` by it.
 */
export const InvitationStatus = z.enum([
  'scheduled',
  'sent',
  'delivered',
  'opened',
  'started',
  'completed',
  'dismissed',
  'expired',
  'cancelled',
  'suppressed',
]);
export type InvitationStatus = z.infer<typeof InvitationStatus>;

/** Why somebody was not invited after all. */
export const SuppressionReason = z.enum([
  'no_address',
  'address_gone',
  'channel_failed',
  'survey_closed',
  'answered',
  'erased',
  'fatigue',
  'quota',
]);
export type SuppressionReason = z.infer<typeof SuppressionReason>;

/** Of at least 128 random bits. The first 22 characters are random; the project's name follows. */
export const DeepLinkCode = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_-]{22,128}$/, 'must be a deep-link code'));

/** As it stands in somebody's address: a link that was cut off is no bad request, it leads nowhere. */
export const PresentedCode = z.string().check(z.minLength(1), z.maxLength(LIMITS.tokenBytes));

const Seconds = z.int().check(z.minimum(0), z.maximum(LIMITS.invitationDays * 24 * 60 * 60));

export const InvitationRequest = z
  .strictObject({
    survey: SurveyId,
    respondent: RespondentId,
    /** Signed by being given here, as those of a survey token are. */
    variables: z.optional(VariableValues),
    /** Tried together; `['link']` unless set. */
    channels: z.optional(
      z.array(Channel).check(
        z.minLength(1),
        z.maxLength(6),
        z.refine((channels) => new Set(channels).size === channels.length, 'names a channel twice'),
      ),
    ),
    /** Besides those that the respondent's devices have registered. */
    addresses: z.optional(z.array(PushAddress).check(z.maxLength(20))),
    /** Where this one goes, in place of the address in the person's profile, which stays as it is. */
    email: z.optional(Email),
    /** When to send; at once unless set. */
    at: z.optional(Timestamp),
    /** Seconds until it is sent; instead of `at`. */
    delay: z.optional(Seconds),
    /** After this time nobody is let in by its link; 30 days after it is sent unless set. */
    expiresAt: z.optional(Timestamp),
    /** Seconds after which those who have not begun are reminded, once. */
    remindAfter: z.optional(Seconds),
    /** The link can be opened on one device only, and within 10 minutes of its first opening. */
    strict: z.optional(z.boolean()),
    /** Whatever the project's pauses, shares and quotas say. Who has opted out is not asked all the same. */
    evenIfTired: z.optional(z.boolean()),
    lang: z.optional(LanguageTag),
    /** A page of yours that embeds the widget, https or of an app; the service's own page unless set. */
    page: z.optional(z.string().check(z.maxLength(LIMITS.urlLength))),
  })
  .check(
    z.refine(({ at, delay }) => at === undefined || delay === undefined, {
      path: ['delay'],
      error: 'stands beside "at"; give one of them',
    }),
  );
export type InvitationRequest = z.infer<typeof InvitationRequest>;

/** What became of one address. */
export const InvitationAttempt = z.object({
  channel: Channel,
  /** `sent`: the push service has taken it. `gone`: the address was dropped. */
  outcome: z.enum(['sent', 'gone', 'refused', 'retrying']),
  /** The push service's word for what went wrong. */
  reason: z.optional(z.string()),
  at: Timestamp,
  /** Whether it was the reminder. */
  reminder: z.boolean(),
});
export type InvitationAttempt = z.infer<typeof InvitationAttempt>;

export const Invitation = z.object({
  id: InvitationId,
  survey: SurveyId,
  respondent: RespondentId,
  status: InvitationStatus,
  /** With `suppressed`. */
  reason: z.optional(SuppressionReason),
  channels: z.array(Channel),
  /** Opens the survey: the service's own page, or yours with the code in its fragment. */
  link: z.string(),
  strict: z.boolean(),
  lang: z.optional(LanguageTag),
  /** When it is, or was, to be sent. */
  at: Timestamp,
  expiresAt: Timestamp,
  /** When the reminder is, or was, due. */
  remindAt: z.optional(Timestamp),
  /** When it came to each status, as far as it did. */
  history: z.partialRecord(InvitationStatus, Timestamp),
  /** The response that it led to. */
  responseId: z.optional(ResponseId),
  attempts: z.array(InvitationAttempt),
  createdAt: Timestamp,
});
export type Invitation = z.infer<typeof Invitation>;

const params = z.strictObject({ id: InvitationId });

export const invitationRoutes = {
  createInvitation: {
    method: 'POST',
    path: '/v1/invitations',
    summary: 'Invite one respondent to one survey, now or later. Returns the link.',
    scope: 'invitations:write',
    body: InvitationRequest,
    status: 201,
    reply: Invitation,
  },
  listInvitations: {
    method: 'GET',
    path: '/v1/invitations',
    summary: 'Invitations, newest first.',
    scope: 'invitations:write',
    query: z.extend(paging, {
      survey: z.optional(SurveyId),
      respondent: z.optional(RespondentId),
      status: z.optional(InvitationStatus),
    }),
    status: 200,
    reply: page(Invitation),
  },
  getInvitation: {
    method: 'GET',
    path: '/v1/invitations/{id}',
    summary: 'One invitation with what has become of it.',
    scope: 'invitations:write',
    params,
    status: 200,
    reply: Invitation,
  },
  cancelInvitation: {
    method: 'DELETE',
    path: '/v1/invitations/{id}',
    summary:
      'Send it no more, and let nobody in by its link. Answers already begun are still accepted.',
    scope: 'invitations:write',
    params,
    status: 200,
    reply: Invitation,
  },
} as const satisfies Record<string, PrivateRoute>;
