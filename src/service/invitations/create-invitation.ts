/** `POST /v1/invitations`: checked as a token would be, written down, and sent if its time has come. */
import type { Kysely } from 'kysely';

import { isPageAddress } from '../../backend/page-address.ts';
import { collectVariables } from '../../engine/index.ts';
import { LIMITS } from '../../protocol/index.ts';
import type {
  InvitationRequest,
  PointedError,
  Reachable,
  SurveyContent,
} from '../../protocol/index.ts';
import { toJson } from '../database/json.ts';
import type { Tables } from '../database/types.ts';
import { ProblemError } from '../problem-error.ts';
import { requireSurvey } from '../surveys/survey-rows.ts';
import type { World } from '../world.ts';
import { attend } from './attend.ts';
import type { Office } from './attend.ts';
import { newInvitation } from './codes.ts';
import { dueAt } from './due.ts';
import type { InvitationRow } from './invitation-rows.ts';

const MS_PER_DAY = 24 * 60 * 60 * 1000;

export interface Inviting {
  readonly project: string;
  readonly request: InvitationRequest;
  /** The service's origin, as the request has reached it. */
  readonly reached: string;
  /** Of the project. */
  readonly codeSecret: string;
}

/**
 * @returns its row, which may be past `scheduled` already
 * @throws ProblemError `survey_unknown`, `survey_not_published`, `request_invalid` with pointers into the request
 */
export async function createInvitation(
  { project, request, reached, codeSecret }: Inviting,
  trx: Kysely<Tables>,
  office: Office & { readonly world: World },
): Promise<InvitationRow> {
  const content = await publishedContent(project, request.survey, trx, office);
  const now = office.world.now();
  const times = timesOf(request, now);
  const errors = checkInvitation(request, content, now);
  if (errors.length > 0) throw new ProblemError('request_invalid', { errors });
  const { id, codeHash } = newInvitation(project, codeSecret, office.world);
  const status = 'scheduled' as const;
  const row = await trx
    .insertInto('invitations')
    .values({
      project_id: project,
      id,
      code_hash: codeHash,
      ...personalColumns(request),
      reached_at: reached,
      status,
      history: toJson({ scheduled: now.toISOString() }),
      attempts: toJson([]),
      ...times,
      due_at: dueAt({ status, reminded_at: null, ...times }),
      created_at: now.toISOString(),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return await attend(row, trx, office);
}

/** What is wrong with it, with pointers into it. */
export function checkInvitation(
  request: InvitationRequest,
  content: SurveyContent,
  now: Date,
): PointedError[] {
  const times = timesOf(request, now);
  return [
    ...variableFaults(request, content),
    ...emailFaults(request),
    ...pageFaults(request),
    ...timeFaults(times, now),
  ];
}

/** @throws ProblemError `survey_unknown`, `survey_not_published` */
export async function publishedContent(
  project: string,
  survey: string,
  trx: Kysely<Tables>,
  { versions }: Office,
): Promise<SurveyContent> {
  const { version } = await requireSurvey(project, survey, trx);
  if (version === null) throw new ProblemError('survey_not_published');
  return await versions.content(project, survey, version, trx);
}

interface Times {
  readonly send_at: string;
  readonly remind_at: string | null;
  readonly expires_at: string;
}

function timesOf({ at, delay = 0, remindAfter, expiresAt }: InvitationRequest, now: Date): Times {
  const sendAt = at === undefined ? now.getTime() + delay * 1000 : Date.parse(at);
  const end = sendAt + LIMITS.invitationExpiryDays * MS_PER_DAY;
  return {
    send_at: new Date(sendAt).toISOString(),
    remind_at:
      remindAfter === undefined ? null : new Date(sendAt + remindAfter * 1000).toISOString(),
    expires_at: expiresAt ?? new Date(end).toISOString(),
  };
}

function timeFaults({ send_at, expires_at }: Times, now: Date): PointedError[] {
  const waitMs = Date.parse(send_at) - now.getTime();
  const lifeMs = Date.parse(expires_at) - Date.parse(send_at);
  const maxMs = LIMITS.invitationDays * MS_PER_DAY;
  const faults: PointedError[] = [];
  if (waitMs > maxMs) faults.push(fault('/at', `is more than ${LIMITS.invitationDays} days ahead`));
  if (lifeMs <= 0) faults.push(fault('/expiresAt', 'must be after it is sent'));
  else if (Date.parse(expires_at) <= now.getTime()) faults.push(fault('/expiresAt', 'is past'));
  if (lifeMs > maxMs) {
    faults.push(fault('/expiresAt', `is more than ${LIMITS.invitationDays} days after it is sent`));
  }
  return faults;
}

function variableFaults({ variables }: InvitationRequest, content: SurveyContent): PointedError[] {
  const { warnings } = collectVariables(content, { token: variables });
  return warnings.map(({ pointer, ...rest }) => ({
    ...rest,
    pointer: pointer.replace(/^\/token/, '/variables'),
  }));
}

function emailFaults({ channels = [], email }: InvitationRequest): PointedError[] {
  if (email === undefined || channels.includes('email')) return [];
  return [fault('/email', 'is of no use without the channel "email"')];
}

function pageFaults({ page }: InvitationRequest): PointedError[] {
  if (page === undefined || isPageAddress(page)) return [];
  return [fault('/page', 'must be an absolute https (or localhost, or app) address')];
}

function fault(pointer: string, message: string): PointedError {
  return { pointer, code: 'custom', message };
}

function personalColumns(request: InvitationRequest) {
  const { survey, respondent, variables, channels, strict, evenIfTired, lang, page } = request;
  return {
    survey_id: survey,
    respondent,
    variables: toJson(variables ?? {}),
    channels: toJson(channels ?? ['link']),
    addresses: toJson(addressesIn(request)),
    strict: strict ?? false,
    even_if_tired: evenIfTired ?? false,
    lang: lang ?? null,
    page: page ?? null,
  };
}

function addressesIn({ addresses = [], email }: InvitationRequest): Reachable[] {
  return email === undefined ? addresses : [...addresses, { channel: 'email', email }];
}
