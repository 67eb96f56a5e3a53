/** Every page that a visitor may come to, with its status: what is said, in their language, naming nobody. */
import { endingOf, normalised, outlookOf, textIn } from '../../engine/index.ts';
import type { Facts, Fault } from '../../engine/index.ts';
import { faultText, messageOf } from '../../engine/fault-text.ts';
import type { Outlook, Question, SurveyContent } from '../../protocol/index.ts';
import { deadEndIn } from '../../protocol/dead-ends.ts';
import type { Words } from '../../protocol/words/words.ts';
import { optOutWords } from '../mail/opt-out-words.ts';
import type { PageState, Widget } from './document.ts';
import type { Passage } from './form-fields.ts';
import type { Html } from './html.ts';
import { againView, thanksView, wordView } from './notice-view.ts';
import { screenView } from './screen-view.ts';
import { speechOf, wordsIn } from './speech.ts';
import type { Speech } from './speech.ts';

/** A page and how it goes out. */
export interface Reply {
  readonly status: number;
  readonly page: PageState;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A survey as it is told to one visitor. */
export interface Telling {
  readonly content: SurveyContent;
  readonly lang: string;
  /** The response's id, by which choices are shuffled. */
  readonly response: string;
}

export interface Asking extends Telling {
  readonly facts: Facts;
  readonly screen: string;
  readonly faults: Readonly<Record<string, Fault>>;
  /** What is told once; the next press goes on. */
  readonly warnings: Readonly<Record<string, Fault>>;
  readonly passage: Pick<Passage, 'warned' | 'started' | 'grant'>;
  readonly action: string;
  readonly widget?: Widget | undefined;
}

export function askingPage(asking: Asking): Reply {
  const { content, lang, response, screen, faults, warnings, passage, action, widget } = asking;
  const here = content.screens.find(({ id }) => id === screen);
  const inputs = here === undefined ? {} : normalised(here, asking.facts.answers);
  const facts = { ...asking.facts, answers: inputs };
  const outlook = outlookOf(content, screen, facts, response) ?? DOOR;
  const speech = speechOf({ ...asking, facts, screen, seed: response });
  const questions = (here?.questions ?? []).filter(({ id }) => outlook.questions.includes(id));
  const warned = [...new Set([...passage.warned, ...Object.keys(warnings)])];
  const sheet = paper(asking, speech);
  const form = screenView(
    {
      heading: sheet.title,
      content,
      outlook,
      inputs: valuesOf(asking.facts),
      faults: sentencesOf({ ...warnings, ...faults }, questions, speech),
      note: Object.keys(warnings).length > 0 ? speech.words.goOnAnyway : undefined,
      passage: { ...passage, response, lang, warned },
      action,
    },
    speech,
  );
  return { status: 200, page: { ...sheet, content: form, questions, widget } };
}

/** Where nothing is asked before it is known who comes: a button alone. */
const DOOR: Outlook = { screen: '', questions: [], hasBack: false, isLast: false };

function valuesOf({ answers }: Facts) {
  return Object.fromEntries(Object.entries(answers).map(([id, { value }]) => [id, value]));
}

function sentencesOf(
  faults: Readonly<Record<string, Fault>>,
  questions: readonly Question[],
  { say, words, lang }: Speech,
): Readonly<Record<string, string>> {
  const entries = questions.flatMap((question) => {
    const fault = faults[question.id];
    if (fault === undefined) return [];
    const own = messageOf(question, fault);
    return [[question.id, own === undefined ? faultText(fault, words, lang) : say(own)]];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

/** @param facts by which the ending is chosen */
export function thanksPage(telling: Telling & { readonly facts: Facts }): Reply {
  const { content, facts, response } = telling;
  const speech = speechOf({ ...telling, screen: null, seed: response });
  const farewell = endingOf(content, facts);
  const { redirect } = farewell;
  const { sent, leaving } = speech.words;
  const view = thanksView(farewell, redirect === undefined ? sent : leaving, speech);
  return {
    status: 200,
    page: {
      ...paper(telling, speech),
      content: view,
      questions: [],
      redirect: redirect && speech.address(redirect),
    },
  };
}

/** Why there is no question: a reason of sessions, or the code of a problem. */
const STATUSES = {
  answered: 200,
  code_invalid: 404,
  invitation_foreign: 403,
  code_used: 410,
  closed: 410,
  expired: 410,
  cancelled: 410,
  erased: 410,
} as const;
export type NoQuestion = keyof typeof STATUSES;

export function deadEndPage(reason: NoQuestion, lang: string): Reply {
  const sentence = ({ failedClosed, erased }: Words): string =>
    deadEndIn(lang, reason) ?? (reason === 'erased' ? erased : failedClosed);
  return { status: STATUSES[reason], page: note(lang, (words) => wordView(sentence(words))) };
}

/** Something went wrong that no trying again will mend. */
export function failedPage(status: number, lang: string): Reply {
  return { status, page: note(lang, ({ failed }) => wordView(failed)) };
}

export interface Again {
  readonly lang: string;
  readonly action: string;
  /** What was sent, and is to be sent again as it is. */
  readonly form?: URLSearchParams | undefined;
}

/** For what passes. */
export function againPage({ lang, action, form }: Again): Reply {
  const view = ({ failedNetwork, retry }: Words): Html =>
    againView(failedNetwork, retry, action, form);
  return { status: 503, page: note(lang, view) };
}

/** The person may say that it is enough; with `stopped`, has said so. */
export function enoughPage(lang: string, action: string, isStopped: boolean): Reply {
  const { stop, stopped } = optOutWords(lang);
  const view = (): Html =>
    isStopped ? wordView(stopped) : againView(`${stop}?`, stop, action, new URLSearchParams());
  return { status: 200, page: note(lang, view) };
}

function note(lang: string, view: (words: Words) => Html): PageState {
  const words = wordsIn(lang);
  const { feedback: title } = words;
  return { lang, title, description: undefined, label: title, content: view(words), questions: [] };
}

/**
 * Title and description are what a preview of the link shows, to whoever it was forwarded to: the same to everybody,
 * as the survey's notification is.
 */
function paper(
  { content, lang }: Pick<Telling, 'content' | 'lang'>,
  { say, words }: Speech,
): Pick<PageState, 'lang' | 'title' | 'description' | 'label'> {
  const { notification, defaultLanguage, title } = content;
  return {
    lang,
    title: notification ? textIn(notification.title, lang, defaultLanguage) : words.feedback,
    description: notification && textIn(notification.body, lang, defaultLanguage),
    label: say(title),
  };
}
