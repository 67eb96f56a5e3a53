/** What a GET shows, to a person and to the previewer of a messenger alike: it changes nothing, and names nobody. */
import { firstOutlook } from '../../engine/index.ts';
import { chooseLanguage, inLanguage } from '../../engine/languages.ts';
import type { Preface } from '../../protocol/index.ts';
import { spokenLanguage } from '../../protocol/words/index.ts';
import { newResponseId } from '../identifiers.ts';
import { spoken } from '../sessions/language.ts';
import { acceptedLanguages } from './accept-language.ts';
import type { Widget } from './document.ts';
import { excusePage } from './excuse.ts';
import type { Call, Workshop } from './hosted.ts';
import { findInvited } from './invited.ts';
import type { Invited } from './invited.ts';
import { askingPage, deadEndPage } from './pages.ts';
import type { Reply } from './pages.ts';

/** Before the code is exchanged nothing is known of anybody. */
const NOTHING_KNOWN = { answers: {}, variables: {} };

export async function firstPage(
  code: string,
  headers: Headers,
  call: Pick<Call, 'asker' | 'failed'>,
  workshop: Workshop,
): Promise<Reply> {
  const accepted = acceptedLanguages(headers);
  try {
    return await pageFor(code, accepted, call, workshop);
  } catch (error) {
    return excusePage(call.failed(error), { lang: noticeLanguage(accepted), action: code });
  }
}

async function pageFor(
  code: string,
  accepted: readonly string[],
  call: Pick<Call, 'asker'>,
  workshop: Workshop,
): Promise<Reply> {
  const { world, assets } = workshop;
  const invited = await findInvited(code, call, workshop);
  if (typeof invited === 'string') return deadEndPage(invited, noticeLanguage(accepted));
  const { content } = invited;
  const wanted = invited.lang === null ? accepted : [invited.lang, ...accepted];
  const lang = chooseLanguage(content, wanted);
  // The response's own id, where there is one: by it choices are shuffled, today as yesterday. Of a strict link that
  // id is what the one device is told by: nobody learns it by a look.
  const response = (invited.strict ? null : invited.response) ?? newResponseId(world);
  const first = firstOutlook({ content, facts: NOTHING_KNOWN, lang, seed: response });
  const preface = first && prefaceOf({ ...invited, lang, response }, first);
  return askingPage({
    content,
    lang,
    response,
    facts: NOTHING_KNOWN,
    screen: first?.screen ?? '',
    faults: {},
    warnings: {},
    passage: { warned: [], started: world.now().toISOString() },
    action: code,
    widget: { code, preface, scripts: scriptsIn(assets) },
  });
}

/** The visitor's own language as far as the product speaks it: there is no survey to choose from. */
export function noticeLanguage(accepted: readonly string[]): string {
  return accepted.map(spokenLanguage).find((tag) => tag !== undefined) ?? 'en';
}

interface Prefaced extends Omit<Invited, 'lang'> {
  readonly lang: string;
  readonly response: string;
}

function prefaceOf(
  { project, survey, version, content, lang, response, strict }: Prefaced,
  first: Preface['first'],
): Preface {
  return {
    project,
    survey: { id: survey, version, content: inLanguage(content, lang) },
    lang,
    ...spoken(content, lang, first),
    responseId: response,
    first,
    ...(strict && { strict }),
  };
}

function scriptsIn(assets: Workshop['assets']): Widget['scripts'] {
  const names = [...(assets?.keys() ?? [])];
  const chunks = names.filter((name) => /^\/chunks\/codes?-[\w-]{8}\.js$/.test(name));
  return ['/otklik.js', ...chunks].map((path) => `..${path}`);
}
