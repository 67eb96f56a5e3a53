/**
 * From an element's attributes to a response that can be answered: token, session, and nothing else, for
 * the first question waits for it. What a device may hold from earlier is looked for only where there is
 * something; that code is a chunk of its own.
 */
import type { NotAskedReason, OpenSession, Outlook } from '../protocol/session.ts';
import type { VariableValues } from '../protocol/variables.ts';
import { reached } from './chunks.ts';
import type * as CodesModule from './codes.ts';
import type * as DraftsModule from './drafts.ts';
import type { Inputs } from './inputs.ts';
import { WidgetError, widgetError } from './problem.ts';
import type { OutboxRecord } from './record.ts';
import { newResponseId } from './response-id.ts';
import { openSession } from './session.ts';
import type { Pass } from './session.ts';
import { storedProjects } from './stored.ts';
import { tokenClaims } from './token-claims.ts';
import type { Claims } from './token-claims.ts';
import { askForToken, isRenewable } from './token-source.ts';
import type { TokenSource } from './token-source.ts';
import type { Translation } from './translation.ts';
import { within } from './within.ts';

export interface Wanted {
  readonly endpoint: string;
  readonly survey?: string | undefined;
  readonly source: TokenSource;
  /** Of a deep link; goes before the token. */
  readonly code?: string | undefined;
  /** The language that the page has set for this survey. */
  readonly chosen?: string | undefined;
  /** Those of page and browser, best first. */
  readonly languages: readonly string[];
  readonly page?: VariableValues | undefined;
}

/** As much of a response as a screen is drawn from. */
export type Sight = Pick<
  OutboxRecord,
  'id' | 'survey' | 'lang' | 'words' | 'languages' | 'variables' | 'answers' | 'screen'
>;

export interface Asking {
  readonly kind: 'ask';
  readonly project: string;
  readonly sight: Sight;
  readonly first: Outlook;
  /** What a new record is made of; undefined when the sight is a record from this device. */
  readonly origin?: Origin | undefined;
  /** What the session was, or is, opened with: for the same in another language. */
  readonly ticket?: Ticket | undefined;
  /** Drawn before there is a session: the code to be exchanged for one. */
  readonly code?: string | undefined;
  /** What was chosen or typed before the widget came. */
  readonly given?: Inputs | undefined;
  /** Of a preview, which has its languages here. */
  readonly translate?: ((chosen: string | undefined) => Promise<Translation>) | undefined;
}

export interface Ticket {
  readonly wanted: Wanted;
  readonly pass: Pass;
}

export interface Origin {
  readonly session: OpenSession;
  readonly claims: Claims;
  readonly wanted: Wanted;
  /** Unix milliseconds. */
  readonly at: number;
}

export type Opening =
  | Asking
  | { readonly kind: 'not-asked'; readonly project: string; readonly reason: NotAskedReason };

/** What touches the world. */
export interface World {
  readonly fetch: typeof globalThis.fetch;
  readonly now: () => number;
  readonly storedProjects: () => Promise<readonly string[] | undefined>;
  /** The chunk that knows how to go on with what is there already. */
  readonly drafts: () => Promise<typeof DraftsModule>;
  /** The chunk for whoever comes by a deep link. */
  readonly codes: () => Promise<typeof CodesModule>;
}

export const BROWSER: World = {
  fetch: (...request) => fetch(...request),
  now: () => Date.now(),
  storedProjects,
  drafts: () => import('./drafts.ts'),
  codes: () => reached(import('./codes.ts')),
};

/**
 * Milliseconds that a slow disk or a slow chunk may keep the first question waiting, where this device holds
 * something: whoever is asked afresh although a draft is there is counted twice. The store gives up before that.
 */
const DRAFT_LIMIT_MS = 10_000;

/** @throws WidgetError */
export async function openInterview(wanted: Wanted, world: World): Promise<Opening> {
  if (wanted.endpoint === '') throw new WidgetError('endpoint_missing');
  const led = wanted.code && (await (await world.codes()).openByCode(wanted.code, wanted, world));
  if (led) return led;
  try {
    return await attempt(wanted, false, world);
  } catch (thrown) {
    const error = widgetError(thrown);
    if (!isTokenFault(error) || !isRenewable(wanted.source)) throw error;
    return attempt(wanted, true, world);
  }
}

/** The token is to blame, and a fresh one may do. */
export function isTokenFault({ code }: WidgetError): boolean {
  return /^token_(expired|used|invalid)$/.test(code);
}

async function attempt(wanted: Wanted, isAgain: boolean, world: World): Promise<Opening> {
  const stored = world.storedProjects();
  const token = await askForToken(wanted.source, isAgain, world.fetch);
  return openWith({ token }, tokenClaims(token), wanted, world, stored);
}

/**
 * Goes on with what this device holds of it, or begins.
 *
 * @param id of the response to begin with; a new one unless given
 */
export async function openWith(
  pass: Pass,
  claims: Claims,
  wanted: Wanted,
  world: World,
  stored: Promise<readonly string[] | undefined>,
  id = newResponseId(world.now()),
): Promise<Opening> {
  const { iss: project } = claims;
  const ask = async (responseId: string): Promise<Opening> => {
    const reply = await openSession(wanted, pass, responseId, world.fetch);
    if (!reply.ask) return { kind: 'not-asked', project, reason: reply.reason };
    const origin = { session: reply, claims, wanted, at: world.now() };
    if (reply.first === null) throw new WidgetError('survey_empty');
    return { kind: 'ask', project, sight: sightOf(reply, reply.first), first: reply.first, origin };
  };
  const fresh = (): Promise<Opening> => ask(id);
  const going = async (): Promise<(() => Promise<Opening>) | undefined> => {
    const { findDraft, goOn } = await world.drafts();
    const draft = await findDraft(wanted, claims);
    return draft && (() => goOn(draft, project, ask, fresh));
  };
  const mayHold = (await stored)?.includes(project) !== false;
  const goOn = mayHold && (await within(DRAFT_LIMIT_MS, going()).catch(() => undefined));
  const opening = await (goOn || fresh)();
  return opening.kind === 'ask' ? { ...opening, ticket: { wanted, pass } } : opening;
}

/** What is seen first of a session that goes on from no draft of this device; another one may have begun. */
function sightOf(reply: OpenSession, { screen }: Outlook): Sight {
  return { ...reply, id: reply.responseId, answers: reply.resume?.answers ?? {}, screen };
}
