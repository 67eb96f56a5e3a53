/**
 * The service without its database: sessions and submissions are judged by the service's own rules, in the order
 * of `admission.ts` and `judge-item.ts`.
 */
import { collectVariables } from '../../../engine/index.ts';
import type { ResponseReceipt, SessionReply, Variables } from '../../../protocol/index.ts';
import type { ResponseSubmission, ResponseStatus } from '../../../protocol/index.ts';
import { newGrant } from '../../../service/credentials/grant.ts';
import { ProblemError } from '../../../service/problem-error.ts';
import { examine } from '../../../service/responses/examination.ts';
import type { Grant } from '../../../service/responses/grants.ts';
import { identify, receiptFor } from '../../../service/responses/items.ts';
import type { Item } from '../../../service/responses/items.ts';
import { isExpired, refusalOf, refuse } from '../../../service/responses/judge-item.ts';
import { documentOf } from '../../../service/responses/response-rows.ts';
import { judgeRevision } from '../../../service/responses/revision-rules.ts';
import type { Reviewed } from '../../../service/responses/store-revision.ts';
import { findResponse, pinnedVersion } from '../../../service/sessions/earlier.ts';
import type { Visit } from '../../../service/sessions/entry.ts';
import { firstScreen } from '../../../service/sessions/first-screen.ts';
import type { EarlierResponse } from '../../../service/sessions/situation.ts';
import type { World } from '../../../service/world.ts';
import { tokenClaims } from '../../token-claims.ts';
import type { Coverage } from './coverage.ts';
import { reply } from './reply.ts';
import { codeFor, PROJECT, SITE, SURVEY, SURVEY_ID } from './survey.ts';
import type { Person } from './survey.ts';
import { newResponseId } from '../../response-id.ts';
import { firstOutlook } from '../../../engine/index.ts';
import type { Preface } from '../../../protocol/index.ts';
import type { Bearer } from '../../../service/sessions/entry.ts';

export interface Row {
  readonly id: string;
  readonly respondent: string | null;
  readonly status: ResponseStatus;
  readonly revision: number;
  readonly writer: string;
  readonly contentHash: string;
  readonly answers: ResponseSubmission['answers'];
  readonly timings: ResponseSubmission['timings'];
  readonly variables: Variables;
  readonly expiresAt: Date;
}

/** As much of it as decides anything here. */
interface SessionCall {
  readonly token?: string;
  readonly code?: string;
  readonly responseId: string;
}

/** To one person for one order; there is one to everybody. */
interface Invitation {
  readonly person: Person;
  readonly order: number;
  readonly status: 'open' | 'cancelled' | 'erased';
  /** The response that it has led to. */
  readonly bound: string | null;
}

const INVITED: readonly Invitation[] = (['anna', 'boris'] as const).flatMap((person) =>
  [1, 2].map((order) => ({ person, order, status: 'open' as const, bound: null })),
);

const DAYS_30 = 30 * 24 * 60 * 60 * 1000;

export class ModelService {
  /** Newest last. A response is one row, unless the service is a broken one. */
  readonly rows: Row[] = [];
  readonly quarantine: ResponseSubmission[] = [];
  readonly tombstones = new Set<string>();
  readonly grants = new Map<string, Grant>();
  /** By code. */
  readonly #invitations = new Map(
    INVITED.map((one) => [codeFor(one.person, one.order), one] as const),
  );
  /** Under which id a device went in, and which response it was led to. */
  readonly #names = new Map<string, string>();
  readonly #world: World;
  readonly #coverage: Coverage;
  #secrets = 0;

  constructor(now: () => number, coverage: Coverage) {
    this.#coverage = coverage;
    const randomBytes = (length: number): Uint8Array => {
      const bytes = new Uint8Array(length);
      new DataView(bytes.buffer).setUint32(0, (this.#secrets += 1));
      return bytes;
    };
    this.#world = { now: () => new Date(now()), randomBytes } as Partial<World> as World;
  }

  async receive(path: string, body: string): Promise<Response> {
    if (path === '/v1/responses') return await this.#submit(body);
    try {
      return reply(this.#open(JSON.parse(body) as SessionCall));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const { code } = error;
      return reply({ type: `urn:otklik:problem:${code}`, code }, 400);
    }
  }

  /** The response that this id has become. */
  nameOf(id: string): string {
    const next = this.#names.get(id);
    return next === undefined || next === id ? id : this.nameOf(next);
  }

  /** A device has put one into the other: it knew that both are of one link. */
  named(id: string, next: string): void {
    if (id !== next && this.nameOf(next) !== id) this.#names.set(id, next);
  }

  preface(code: string, now: number): Preface {
    const responseId = this.#invitations.get(code)?.bound ?? newResponseId(now);
    const seeded = {
      content: SURVEY,
      facts: { answers: {}, variables: {} },
      lang: 'en',
      seed: responseId,
    };
    const survey = { id: SURVEY_ID, version: 1, content: SURVEY };
    return { project: PROJECT, survey, lang: 'en', responseId, first: firstOutlook(seeded)! };
  }

  /** Nobody is let in by a link to this person any more; answers that were begun are taken. */
  cancel(person: string): boolean {
    return this.#end(person, 'cancelled');
  }

  #end(person: string, status: Invitation['status']): boolean {
    const own = [...this.#invitations].filter(([, one]) => one.person === person);
    for (const [code, one] of own) this.#invitations.set(code, { ...one, status });
    return own.length > 0;
  }

  /** @returns the responses of which nothing is kept from now on */
  erase(respondent: string): readonly string[] {
    this.#end(respondent, 'erased');
    const erased = new Set(
      this.rows.filter((row) => row.respondent === respondent).map(({ id }) => id),
    );
    for (const [hash, grant] of this.grants) {
      if (grant.respondent !== respondent) continue;
      erased.add(grant.response);
      this.grants.set(hash, { ...grant, respondent: null });
    }
    remove(this.rows, (row) => row.respondent === respondent);
    remove(this.quarantine, ({ id }) => erased.has(id));
    for (const id of erased) this.tombstones.add(id);
    return [...erased];
  }

  /** The row that a submission may replace. */
  protected rowOf(id: string): Row | undefined {
    return this.rows.find((row) => row.id === id);
  }

  #open(request: SessionCall): SessionReply {
    const { responseId, code } = request;
    if (this.tombstones.has(responseId)) throw new ProblemError('response_erased');
    const invitation = code === undefined ? undefined : this.#invitationOf(code);
    if (invitation?.status === 'cancelled') return this.#turnAway('cancelled');
    const visit = this.#visit(request, invitation);
    const earlier = findResponse(visit, SURVEY);
    if (earlier?.status === 'completed') return this.#turnAway('answered');
    pinnedVersion(visit);
    const begun = earlier?.status === 'partial' ? earlier : undefined;
    const id = earlier?.id ?? visit.bound ?? responseId;
    if (code !== undefined && invitation)
      this.#letIn(code, { ...invitation, bound: id }, responseId);
    const { variables } = collectVariables(SURVEY, { token: visit.bearer.vars });
    if (begun !== undefined) this.#coverage.met('resumed');
    return {
      ask: true,
      project: PROJECT,
      responseId: id,
      survey: { id: SURVEY_ID, version: 1, content: SURVEY },
      lang: 'en',
      variables,
      ...this.#grant(id, visit.bearer),
      ...(begun !== undefined && { resume: documentOf(begun) }),
      first: firstScreen(SURVEY, variables, 'en', id, begun),
    };
  }

  #invitationOf(code: string): Invitation {
    const invitation = this.#invitations.get(code);
    if (invitation === undefined || invitation.status === 'erased') {
      this.#coverage.met('turned away');
      throw new ProblemError('code_invalid');
    }
    return invitation;
  }

  #turnAway(reason: 'answered' | 'cancelled'): SessionReply {
    this.#coverage.met('turned away');
    return { ask: false, reason };
  }

  #letIn(code: string, invitation: Invitation, responseId: string): void {
    this.#invitations.set(code, invitation);
    this.#coverage.met('let in by a code');
    const { bound } = invitation;
    if (bound === null || bound === responseId) return;
    this.named(responseId, bound);
    this.#coverage.met('led to another response');
  }

  #visit({ token, responseId }: SessionCall, invitation: Invitation | undefined): Visit {
    const bearer: Bearer = invitation
      ? { iss: PROJECT, sub: invitation.person, vars: { order: String(invitation.order) } }
      : (tokenClaims(token ?? '') as Bearer);
    const bound = invitation?.bound ?? null;
    const asked = bound ?? responseId;
    const now = this.#world.now();
    const rows = this.rows.map(earlierOf);
    const own = this.rows
      .filter(({ respondent, status, expiresAt }) => {
        return respondent === bearer.sub && status !== 'dismissed' && expiresAt > now;
      })
      .map(earlierOf);
    const granted = [...this.grants.values()].findLast(({ response }) => response === asked);
    const situation = {
      asked: rows.find(({ id }) => id === asked) ?? null,
      occasions: own.reverse(),
      granted: granted ? { ...granted, survey_id: granted.survey } : null,
    };
    return { bearer, bound, survey: SURVEY_ID, situation } as unknown as Visit;
  }

  #grant(response: string, { sub, vars }: Bearer): { grant: string; deadline: string } {
    const { grant, hash } = newGrant(PROJECT, this.#world);
    const expiresAt = new Date(this.#world.now().getTime() + DAYS_30);
    this.grants.set(hash, {
      project: PROJECT,
      hash,
      response,
      survey: SURVEY_ID,
      version: 1,
      respondent: sub ?? null,
      origin: SITE,
      allowedOrigins: [SITE],
      signed: vars ?? {},
      isInvited: false,
      expiresAt,
    });
    return { grant, deadline: expiresAt.toISOString() };
  }

  /** A batch is one transaction: what takes time is done before it. */
  async #submit(body: string): Promise<Response> {
    const { responses } = JSON.parse(body) as { readonly responses: readonly unknown[] };
    const judged = await Promise.all(
      responses.map(async (raw) => {
        const item = identify(raw);
        const grant = this.grants.get(item.address?.hash ?? '');
        return { item, grant, examination: grant && (await examined(item, grant)) };
      }),
    );
    const results = judged.map(({ item, grant, examination }) => {
      // Whom it belongs to may have changed meanwhile.
      const current = grant && this.grants.get(grant.hash);
      return this.#judge(item, current, examination?.reviewed);
    });
    for (const { result } of results) this.#coverage.met(result);
    return reply({ results });
  }

  #judge(item: Item, grant: Grant | undefined, reviewed: Reviewed | undefined): ResponseReceipt {
    if (grant === undefined) return refuse(item, 'grant_invalid').receipt;
    const refusal = refusalOf(item, grant, SITE);
    if (refusal !== null) return refuse(item, refusal).receipt;
    if (this.tombstones.has(grant.response)) return receiptFor(item, { result: 'erased' });
    if (isExpired(grant, this.#world)) return refuse(item, 'grant_expired').receipt;
    if (reviewed === undefined) {
      this.quarantine.push(item.raw as ResponseSubmission);
      return receiptFor(item, { result: 'quarantined', code: 'response_invalid' });
    }
    return this.#store(item, grant, reviewed);
  }

  #store(item: Item, grant: Grant, { submission, ...reviewed }: Reviewed): ResponseReceipt {
    const row = this.rowOf(grant.response);
    if (row !== undefined) {
      if (row.respondent !== grant.respondent) return refuse(item, 'grant_invalid').receipt;
      const { revision, base, status } = submission;
      const { contentHash, answers } = reviewed;
      const offered = { revision, base, status, writer: grant.hash, contentHash, answers };
      const verdict = judgeRevision(row, offered);
      if (verdict === 'duplicate') return receiptFor(item, { result: 'duplicate' });
      if (verdict === 'final') this.quarantine.push(submission);
      if (verdict !== 'replace') {
        return receiptFor(item, { result: 'conflict', stored: documentOf(earlierOf(row)) });
      }
      this.rows.splice(this.rows.indexOf(row), 1);
    }
    const { response: id, respondent, hash: writer, expiresAt } = grant;
    this.rows.push({ ...submission, ...reviewed, id, respondent, writer, expiresAt });
    return receiptFor(item, { result: 'stored' });
  }
}

function earlierOf({ answers, timings, ...row }: Row): EarlierResponse {
  const document = { lang: 'en', answers, timings };
  return { ...row, survey_id: SURVEY_ID, version: 1, document };
}

type Bench = Parameters<typeof examine>[2];

const BENCH = { versions: { content: async () => SURVEY } } as unknown as Bench;

function examined(item: Item, grant: Grant): ReturnType<typeof examine> {
  return examine(item, grant, BENCH);
}

function remove<T>(list: T[], isMeant: (one: T) => boolean): void {
  list.splice(0, list.length, ...list.filter((one) => !isMeant(one)));
}
