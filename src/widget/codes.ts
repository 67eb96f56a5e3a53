/**
 * For whoever comes by a deep link: a chunk of its own. The hosted page, and what a service worker has kept of it, bring
 * the first question along (the preface); elsewhere the code is exchanged first, as a token is.
 */
import type { OpenSession, Preface } from '../protocol/session.ts';
import { givenIn } from './given.ts';
import { openWith } from './opening.ts';
import type { Asking, Opening, Sight, Wanted, World } from './opening.ts';
import { WidgetError, widgetError } from './problem.ts';
import { newResponseId } from './response-id.ts';
import type { OutboxRecord } from './record.ts';
import { ownLink } from './strict-links.ts';
import type { LinkStorage, OwnLink } from './strict-links.ts';
import type { CodeClaims } from './token-claims.ts';

/** Random characters of a code; the project's local name follows. */
const RANDOM_LENGTH = 22;
/** 48 bits tell codes from each other, and leave 84 to guess. */
const NAME_LENGTH = 8;

/**
 * Undefined: the token is to be taken, for the link was cut off.
 *
 * @throws WidgetError
 */
export async function openByCode(
  code: string,
  wanted: Wanted,
  world: World,
  page: ParentNode = document,
  storage: LinkStorage = () => localStorage,
): Promise<Opening | undefined> {
  if (code.startsWith('otk_')) throw new WidgetError('token_is_key');
  const link = ownLink(code, world.now(), storage);
  const opening = await openAny(code, wanted, world, page, link);
  // Whoever has followed a link is told why it leads nowhere.
  if (opening?.kind === 'not-asked') throw new WidgetError(opening.reason);
  return opening;
}

async function openAny(
  code: string,
  wanted: Wanted,
  world: World,
  page: ParentNode,
  link: OwnLink,
): Promise<Opening | undefined> {
  const preface = prefaceIn(page);
  // The page was drawn for another response than this device was let in with: the session draws it anew.
  const { known } = link;
  if (preface && !known) return openFrom(preface, code, wanted, world, page, link);
  try {
    const stored = world.storedProjects();
    const opening = await openWith({ code }, claimsOf(code), wanted, world, stored, known);
    const { session } = (opening.kind === 'ask' && opening.origin) || {};
    if (session?.strict) link.remember(session.responseId);
    return opening;
  } catch (thrown) {
    const { token, tokenUrl, getToken } = wanted.source;
    const { code: reason } = widgetError(thrown);
    if (preface && reason === 'network') return openFrom(preface, code, wanted, world, page, link);
    if (reason !== 'code_invalid' || !(token || tokenUrl || getToken)) throw thrown;
    return undefined;
  }
}

function claimsOf(code: string): CodeClaims {
  return { iss: `prj_${code.slice(RANDOM_LENGTH)}`, code: code.slice(0, NAME_LENGTH) };
}

/** Without a word to the network: the session comes when the question stands there. */
async function openFrom(
  preface: Preface,
  code: string,
  wanted: Wanted,
  world: World,
  page: ParentNode,
  link: OwnLink,
): Promise<Opening> {
  const { project, strict } = preface;
  const claims = { ...claimsOf(code), iss: project };
  const begun = await draftOf(claims, wanted, world).catch(() => undefined);
  const opening = begun ?? fromPreface(preface, claims, code, wanted, world, page);
  if (opening.kind !== 'ask') return opening;
  const ticket = { wanted, pass: { code } };
  const { id, grant } = opening.sight as Partial<OutboxRecord> & Sight;
  // Whoever has a grant is in, also when the link lets in nobody any more.
  if (strict && grant) return { ...opening, ticket };
  if (strict) link.remember(id);
  return { ...opening, code, ticket };
}

async function draftOf(
  claims: CodeClaims,
  wanted: Wanted,
  world: World,
): Promise<Opening | undefined> {
  const { iss: project } = claims;
  if ((await world.storedProjects())?.includes(project) === false) return undefined;
  const { findDraft, goOnAlone } = await world.drafts();
  const draft = await findDraft(wanted, claims);
  return draft && goOnAlone(draft, project);
}

function fromPreface(
  { project, survey, lang, languages, words, first, responseId }: Preface,
  claims: CodeClaims,
  code: string,
  wanted: Wanted,
  world: World,
  page: ParentNode,
): Asking {
  const id = responseId ?? newResponseId(world.now());
  const session: OpenSession = {
    ask: true,
    project,
    responseId: id,
    survey,
    lang,
    languages,
    variables: {},
    grant: '',
    deadline: '',
    first,
  };
  const at = world.now();
  const given = givenIn(page, survey.content, first);
  const answers = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, { value, at: new Date(at).toISOString() }]),
  );
  const { screen } = first;
  return {
    kind: 'ask',
    project,
    sight: { id, survey, lang, words, languages, variables: {}, answers, screen },
    first,
    origin: { session, claims, wanted: { ...wanted, code }, at },
    ...(Object.keys(given).length > 0 && { given }),
  };
}

/** What the page has in it; undefined where it is none, or of another version. */
function prefaceIn(page: ParentNode): Preface | undefined {
  try {
    const preface: unknown = JSON.parse(page.querySelector('#otklik-preface')?.textContent ?? '');
    return isPreface(preface) ? preface : undefined;
  } catch {
    return undefined; // No preface, or one that was cut short: the service is asked.
  }
}

function isPreface(value: unknown): value is Preface {
  const { project, lang, survey, first } = (value ?? {}) as Partial<Preface>;
  return (
    typeof project === 'string' &&
    typeof lang === 'string' &&
    Array.isArray(first?.questions) &&
    Array.isArray(survey?.content?.screens)
  );
}
