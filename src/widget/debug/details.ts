/** Why a survey is, or is not, on the screen, and all that it goes by. Never a token, a grant or a code. */
import { outlookOf, path, settled } from '../../engine/index.ts';
import type { Facts } from '../../engine/index.ts';
import type { AnswerValue } from '../../protocol/response.ts';
import type { Provenance, VariableValue } from '../../protocol/variables.ts';
import { factsOf } from '../input-facts.ts';
import { screenOf } from '../inputs.ts';
import type { Insight } from '../insight.ts';
import type { Delivery } from '../later-events.ts';
import type { Sight } from '../opening.ts';
import { isPending } from '../record.ts';
import { outboxOf } from '../store/outboxes.ts';
import { storedProjects } from '../stored.ts';
import { isEquipped } from '../views/kinds/equipped.ts';
import { kindOf, loaded } from '../views/kinds/index.ts';
import { judged } from './judged.ts';
import type { Judged } from './judged.ts';

export interface VariableDetail {
  readonly name: string;
  readonly value: VariableValue | null;
  /** Undefined: declared, and given by nobody. */
  readonly source: Provenance | undefined;
}

export interface QuestionDetail {
  readonly id: string;
  readonly type: string;
  readonly isShown: boolean;
  readonly isRequired: boolean;
  /** In words. */
  readonly why: string;
  /** Its conditions, each with its result. */
  readonly conditions: readonly Judged[];
}

/** A response that this device holds. */
export interface OutboxDetail {
  readonly id: string;
  readonly survey: string;
  readonly status: string;
  readonly revision: number;
  /** Not yet acknowledged by the service. */
  readonly isPending: boolean;
  readonly parked: string | undefined;
}

export interface Details {
  /** In words: why the survey is, or is not, on the screen. */
  readonly why: string;
  readonly version: number | undefined;
  readonly isPreview: boolean;
  readonly lang: string | undefined;
  /** In words: how it was chosen. */
  readonly language: string;
  readonly variables: readonly VariableDetail[];
  /** Values that the survey does not take, and why. */
  readonly dropped: readonly string[];
  readonly answers: Readonly<Record<string, AnswerValue>>;
  /** Ids of the screens up to this one. */
  readonly path: readonly string[];
  readonly screen: string | undefined;
  readonly questions: readonly QuestionDetail[];
  /** Undefined in a preview, which delivers nothing. */
  readonly delivery: Delivery | undefined;
  readonly outbox: readonly OutboxDetail[];
  /** Whether the code that follows the first question is here, and which kinds of question. */
  readonly code: string;
  /** Milliseconds from the beginning of the visit to the first question; undefined before it. */
  readonly firstQuestionMs: number | undefined;
}

export async function detailsOf(insight: Insight): Promise<Details> {
  const { opened, conduct, run, shownAt } = insight;
  const sight = conduct?.answering.record ?? opened?.sight;
  const facts = sight && knownBy(sight, insight);
  return {
    why: whyOf(insight),
    version: sight?.survey.version,
    isPreview: conduct?.answering.isPreview ?? opened?.translate !== undefined,
    lang: sight?.lang,
    language: languageOf(insight, sight),
    variables: sight ? variablesOf(sight) : [],
    dropped: (opened?.origin?.session.warnings ?? []).map(({ message }) => message),
    answers: Object.fromEntries(
      Object.entries(facts?.answers ?? {}).map(([id, { value }]) => [id, value]),
    ),
    path: sight && facts ? path(sight.survey.content, facts).map(({ id }) => id) : [],
    screen: sight?.screen ?? undefined,
    questions: sight && facts ? questionsOf(sight, facts) : [],
    delivery: conduct?.answering.isPreview ? undefined : conduct?.answering.delivery,
    outbox: opened ? await outboxDetails(opened.project) : [],
    code: codeOf(insight, sight),
    firstQuestionMs: shownAt > run ? Math.round(shownAt - run) : undefined,
  };
}

/** By what stands in the fields, as the screen itself goes by. */
function knownBy(sight: Sight, { conduct }: Insight): Facts {
  const facts = factsOf(sight, conduct?.inputs ?? {}, new Date().toISOString());
  return settled(sight.survey.content, facts, sight.screen);
}

const NOT_ASKED: Readonly<Record<string, string>> = {
  answered: 'The service asks nothing: this person has answered the survey already.',
  closed: 'The service asks nothing: the survey is closed.',
  fatigue: 'The service asks nothing: this person was asked something not long ago.',
  quota: 'The service asks nothing: the survey has all the answers that it is to have.',
};

function whyOf({ step, reason = '', isWanted, display }: Insight): string {
  switch (step) {
    case 'idle':
      return isWanted
        ? 'Nothing is shown: there is no token. Set "token", "token-url" or ".getToken", or ".content" for a preview.'
        : 'Nothing is shown: the element is hidden, or its tab was not pressed. Call show().';
    case 'loading':
      return reason === 'page_is_busy'
        ? 'Nothing is shown yet: the page has a modal dialog open, is inert, or shows another survey.'
        : 'Nothing is shown yet: the session is being opened.';
    case 'not-asked':
      return NOT_ASKED[reason] ?? `The service asks nothing: ${reason}.`;
    case 'failed':
      return `Something went wrong: ${reason}. The event otklik-error has told the page more.`;
    case 'asking':
    case 'thanks':
      return isWanted
        ? `The survey is on the screen (${display}): ${step === 'asking' ? 'a question waits for its answer' : 'all is answered'}.`
        : 'The survey was closed or hidden; show() goes on at the same question.';
  }
}

function languageOf({ opened }: Insight, sight: Sight | undefined): string {
  if (sight === undefined) return 'Not chosen yet.';
  const { lang, survey, languages = [lang] } = sight;
  const wanted = opened?.ticket?.wanted;
  const why =
    wanted?.chosen === lang
      ? 'set by the attribute "lang"'
      : wanted?.languages.includes(lang)
        ? 'spoken by the page or the browser'
        : lang === survey.content.defaultLanguage
          ? 'the survey’s default, or near enough to what was wished'
          : 'near enough to what token, page or browser wish';
  return `${lang}: ${why}. The survey speaks ${languages.join(', ')}.`;
}

function variablesOf({ variables, survey }: Sight): readonly VariableDetail[] {
  const given = Object.entries(variables).map(([name, { value, source }]) => ({
    name,
    value,
    source,
  }));
  const missing = Object.keys(survey.content.variables ?? {})
    .filter((name) => variables[name] === undefined)
    .map((name) => ({ name, value: null, source: undefined }));
  // What the widget sees by itself is the least of interest.
  const isAuto = ({ source }: VariableDetail): boolean => source === 'auto';
  return [...given.filter((one) => !isAuto(one)), ...missing, ...given.filter(isAuto)];
}

function questionsOf(sight: Sight, facts: Facts): readonly QuestionDetail[] {
  const screen = screenOf(sight);
  const outlook = outlookOf(sight.survey.content, sight.screen, facts, sight.id);
  return (screen?.questions ?? []).map((question) => {
    const { id, type, showIf } = question;
    const isShown = outlook?.questions.includes(id) === true;
    const isAlways = 'required' in question && question.required === true;
    const needed = 'requiredIf' in question ? question.requiredIf : undefined;
    return {
      id,
      type,
      isShown,
      isRequired: isAlways || outlook?.required?.includes(id) === true,
      why: whyShown(isShown, type, showIf !== undefined),
      conditions: [showIf, needed].flatMap((one) => (one ? judged(one, facts) : [])),
    };
  });
}

function whyShown(isShown: boolean, type: string, hasCondition: boolean): string {
  if (type === 'hidden') return 'computed, never shown';
  if (isShown) return hasCondition ? 'shown: its condition holds' : 'shown: it has no condition';
  return hasCondition ? 'not shown: its condition does not hold' : 'not shown: unknown type';
}

/** Looked at only where there is something: to open a store is to create it. */
async function outboxDetails(project: string): Promise<readonly OutboxDetail[]> {
  if ((await storedProjects())?.includes(project) !== true) return [];
  const records = await outboxOf(project).records();
  return records.map((record) => ({
    id: record.id,
    survey: record.survey.id,
    status: record.status,
    revision: record.revision,
    isPending: isPending(record),
    parked: record.parked,
  }));
}

function codeOf({ conduct }: Insight, sight: Sight | undefined): string {
  const questions = sight?.survey.content.screens.flatMap((screen) => screen.questions) ?? [];
  const late = [...new Set(questions.filter((one) => !isEquipped([one])).map(kindOf))];
  const kinds = Object.keys(loaded).join(', ') || 'none';
  const waiting = late.length > 0 ? `; not yet: ${late.join(', ')}` : '';
  return `${conduct ? 'all of it' : 'as much as the first question needs'}; kinds beyond the first: ${kinds}${waiting}`;
}
