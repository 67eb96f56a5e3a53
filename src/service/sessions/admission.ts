/** Who is asked, with which response, and who is not: everything that a session decides. */
import { collectVariables } from '../../engine/index.ts';
import { inLanguage } from '../../engine/languages.ts';
import { LIMITS } from '../../protocol/index.ts';
import type {
  SessionReply,
  SessionRequest,
  SurveyContent,
  Variables,
} from '../../protocol/index.ts';
import { newGrant } from '../credentials/grant.ts';
import type { GenuineToken } from '../credentials/survey-token.ts';
import { gathered } from '../database/gathered.ts';
import { toJson } from '../database/json.ts';
import { documentOf } from '../responses/response-rows.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { World } from '../world.ts';
import { findResponse, pinnedVersion } from './earlier.ts';
import { enter } from './entry.ts';
import type { Visit } from './entry.ts';
import { firstScreen } from './first-screen.ts';
import { spoken, visitLanguage } from './language.ts';
import { recordSessions } from './record-session.ts';
import type { GrantRow, Opened, SessionRow } from './record-session.ts';
import { readSituations } from './situation.ts';
import type { EarlierResponse, Situation } from './situation.ts';

export interface Application {
  readonly token: GenuineToken;
  readonly request: Omit<SessionRequest, 'token'>;
  readonly origin: string | null;
}

const MS_PER_DAY = 24 * 60 * 60 * 1000;

/** Those who come at the same time are read about, and written down, together. */
export class Admission {
  readonly #versions: VersionCache;
  readonly #world: World;
  readonly #situationOf: (project: string, of: Application) => Promise<Situation | undefined>;
  readonly #record: (project: string, opened: Opened) => Promise<boolean>;

  constructor(versions: VersionCache, world: World) {
    this.#versions = versions;
    this.#world = world;
    this.#situationOf = gathered((project, group) => readSituations(project, group, world));
    this.#record = gathered((_project, group) => recordSessions(group, world));
  }

  async admit(application: Application): Promise<SessionReply> {
    const { iss: project } = application.token.claims;
    const visit = enter(application, await this.#situationOf(project, application));
    const { reply, grant } = await decide(visit, this.#versions, this.#world);
    if (await this.#hold(visit, grant)) return reply;
    // Another request has used the token between the two statements, and has committed it by now.
    return await this.admit(application);
  }

  async #hold(visit: Visit, grant: GrantRow | null): Promise<boolean> {
    const { database, now } = this.#world;
    const { claims, situation } = visit;
    if (situation.used === null) {
      return await this.#record(claims.iss, { session: sessionRow(visit, now()), grant });
    }
    if (grant === null) await database.settle();
    else await database.writeStatement((db) => db.insertInto('response_grants').values(grant));
    return true;
  }
}

interface Decision {
  readonly reply: SessionReply;
  /** Null: not asked. */
  readonly grant: GrantRow | null;
}

async function decide(visit: Visit, versions: VersionCache, world: World): Promise<Decision> {
  const { claims, survey, latest, isClosed } = visit;
  const present = await versions.content(claims.iss, survey, latest, world.database.db);
  const earlier = findResponse(visit, present);
  if (earlier?.status === 'completed') return notAsked('answered');
  if (isClosed && earlier === undefined) return notAsked('closed');
  const version = earlier?.version ?? pinnedVersion(visit) ?? latest;
  const content = await versions.content(claims.iss, survey, version, world.database.db);
  return open({ ...visit, version, content, earlier }, world);
}

function notAsked(reason: 'answered' | 'closed'): Decision {
  return { reply: { ask: false, reason }, grant: null };
}

interface Opening extends Visit {
  readonly version: number;
  readonly content: SurveyContent;
  readonly earlier: EarlierResponse | undefined;
}

function open(opening: Opening, world: World): Decision {
  const { claims, request, survey, version, content, earlier } = opening;
  const lang = visitLanguage(content, opening);
  const responseId = earlier?.id ?? request.responseId;
  const days = content.answerDays ?? LIMITS.answerDays;
  const deadline = new Date(world.now().getTime() + days * MS_PER_DAY).toISOString();
  const { grant, hash } = newGrant(claims.iss, world);
  const { variables, warnings } = collectVariables(content, {
    token: claims.vars,
    page: request.page,
    auto: { today: dayOf(opening, world) },
  });
  const begun = isResumable(opening) ? earlier : undefined;
  const first = firstScreen(content, variables, lang, responseId, begun);
  return {
    reply: {
      ask: true,
      project: claims.iss,
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
  };
}

/** Answers are shown again only to a person whom the token names: an id alone is no proof of who asks. */
function isResumable({ claims, earlier }: Opening): boolean {
  return claims.sub !== undefined && earlier?.status === 'partial';
}

/** The day on which the response began: the same on every device that goes on with it. */
function dayOf({ earlier }: Opening, { now }: World): string {
  const { today } = (earlier?.variables ?? {}) as Variables;
  return today?.source === 'auto' ? String(today.value) : now().toISOString().slice(0, 10);
}

function sessionRow({ claims, survey, request }: Visit, now: Date): SessionRow {
  return {
    project_id: claims.iss,
    jti: claims.jti,
    survey_id: survey,
    response_id: request.responseId,
    created_at: now.toISOString(),
    expires_at: new Date(claims.exp * 1000).toISOString(),
  };
}

interface Terms {
  readonly hash: string;
  readonly responseId: string;
  readonly deadline: string;
  readonly lang: string;
}

function grantRow(
  { claims, survey, version, origin }: Opening,
  { hash, responseId, deadline, lang }: Terms,
  { now }: World,
): GrantRow {
  return {
    project_id: claims.iss,
    hash,
    response_id: responseId,
    survey_id: survey,
    version,
    respondent: claims.sub ?? null,
    origin,
    org: claims.org === undefined ? null : toJson(claims.org),
    variables: toJson(claims.vars ?? {}),
    lang,
    expires_at: deadline,
    created_at: now().toISOString(),
  };
}
