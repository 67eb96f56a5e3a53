/** Who is asked, with which response, and who is not: everything that a session decides. */
import type { Kysely } from 'kysely';

import { collectVariables } from '../../engine/index.ts';
import { inLanguage } from '../../engine/languages.ts';
import { LIMITS } from '../../protocol/index.ts';
import type {
  NotAskedReason,
  SessionReply,
  SurveyContent,
  Variables,
} from '../../protocol/index.ts';
import { newGrant } from '../credentials/grant.ts';
import { toJson } from '../database/json.ts';
import type { Tables } from '../database/types.ts';
import { documentOf } from '../responses/response-rows.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { World } from '../world.ts';
import { findResponse, pinnedVersion } from './earlier.ts';
import { responseAskedFor } from './entry.ts';
import type { Visit } from './entry.ts';
import { firstScreen } from './first-screen.ts';
import { spoken, visitLanguage } from './language.ts';
import type { GrantRow } from './record-session.ts';
import type { EarlierResponse } from './situation.ts';

const MS_PER_DAY = 24 * 60 * 60 * 1000;

export interface Decision {
  readonly reply: SessionReply;
  /** Null: not asked. */
  readonly grant: GrantRow | null;
  /** What the person has said before. */
  readonly earlier: EarlierResponse | undefined;
}

export async function decide(
  visit: Visit,
  versions: VersionCache,
  db: Kysely<Tables>,
  world: World,
): Promise<Decision> {
  const { bearer, survey, latest, isClosed } = visit;
  const present = await versions.content(bearer.iss, survey, latest, db);
  const earlier = findResponse(visit, present);
  if (earlier?.status === 'completed') return notAsked('answered', earlier);
  if (isClosed && earlier === undefined) return notAsked('closed', earlier);
  const version = earlier?.version ?? pinnedVersion(visit) ?? latest;
  const content = await versions.content(bearer.iss, survey, version, db);
  return open({ ...visit, version, content, earlier }, world);
}

export function notAsked(reason: NotAskedReason, earlier?: EarlierResponse): Decision {
  return { reply: { ask: false, reason }, grant: null, earlier };
}

interface Opening extends Visit {
  readonly version: number;
  readonly content: SurveyContent;
  readonly earlier: EarlierResponse | undefined;
}

function open(opening: Opening, world: World): Decision {
  const { bearer, request, survey, version, content, earlier } = opening;
  const lang = visitLanguage(content, opening);
  const responseId = earlier?.id ?? responseAskedFor(opening);
  const days = content.answerDays ?? LIMITS.answerDays;
  const deadline = new Date(world.now().getTime() + days * MS_PER_DAY).toISOString();
  const { grant, hash } = newGrant(bearer.iss, world);
  const { variables, warnings } = collectVariables(content, {
    token: bearer.vars,
    page: request.page,
    auto: { today: dayOf(opening, world) },
  });
  const begun = isResumable(opening) ? earlier : undefined;
  const first = firstScreen(content, variables, lang, responseId, begun);
  return {
    reply: {
      ask: true,
      project: bearer.iss,
      responseId,
      survey: { id: survey, version, content: inLanguage(content, lang) },
      lang,
      variables,
      grant,
      deadline,
      ...(begun !== undefined && { resume: documentOf(begun) }),
      first,
      ...spoken(content, lang, first),
      ...(warnings.length > 0 && { warnings: [...warnings] }),
    },
    grant: grantRow(opening, { hash, responseId, deadline, lang }, world),
    earlier,
  };
}

/** Answers are shown again only to a person whom the credential names: an id alone is no proof of who asks. */
function isResumable({ bearer, earlier }: Opening): boolean {
  return bearer.sub !== undefined && earlier?.status === 'partial';
}

/** The day on which the response began: the same on every device that goes on with it. */
function dayOf({ earlier }: Opening, { now }: World): string {
  const { today } = (earlier?.variables ?? {}) as Variables;
  return today?.source === 'auto' ? String(today.value) : now().toISOString().slice(0, 10);
}

interface Terms {
  readonly hash: string;
  readonly responseId: string;
  readonly deadline: string;
  readonly lang: string;
}

function grantRow(
  { bearer, survey, version, origin }: Opening,
  { hash, responseId, deadline, lang }: Terms,
  { now }: World,
): GrantRow {
  return {
    project_id: bearer.iss,
    hash,
    response_id: responseId,
    survey_id: survey,
    version,
    respondent: bearer.sub ?? null,
    origin,
    org: bearer.org === undefined ? null : toJson(bearer.org),
    variables: toJson(bearer.vars ?? {}),
    lang,
    expires_at: deadline,
    created_at: now().toISOString(),
  };
}
