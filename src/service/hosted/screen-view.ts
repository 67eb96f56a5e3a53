/** One screen as a form that works without script: where one is, its questions, and the ways on. */
import { progress } from '../../engine/index.ts';
import type { AnswerValue, Outlook, SurveyContent } from '../../protocol/index.ts';
import { filled } from '../../protocol/words/counted.ts';
import { BACK, fieldsOf } from './form-fields.ts';
import type { Passage } from './form-fields.ts';
import { attributes, markup } from './html.ts';
import type { Html } from './html.ts';
import { backIcon } from './icons.ts';
import { isRequired, questionView } from './question-view.ts';
import type { Shown } from './question-view.ts';
import type { Speech } from './speech.ts';

export interface ScreenState {
  /** Said where there is no question. */
  readonly heading: string;
  readonly content: SurveyContent;
  readonly outlook: Outlook;
  readonly inputs: Readonly<Record<string, AnswerValue>>;
  /** By question, in words. */
  readonly faults: Readonly<Record<string, string>>;
  /** What is said of the screen as a whole. */
  readonly note: string | undefined;
  readonly passage: Omit<Passage, 'screen' | 'asked'>;
  /** Where the form is sent to. */
  readonly action: string;
}

export function screenView(state: ScreenState, speech: Speech): Html {
  const { outlook, inputs, faults, note, action } = state;
  const questions = questionsOf(state);
  const isAlone = questions.filter((question) => !('of' in question)).length === 1;
  const drawn = questions.map((question) =>
    questionView(
      question,
      {
        value: inputs[question.id] ?? null,
        fault: faults[question.id],
        isAlone,
        page: action,
      },
      speech,
    ),
  );
  const passage: Passage = {
    ...state.passage,
    screen: outlook.screen,
    asked: outlook.questions,
  };
  const hidden = fieldsOf(passage).map(
    ([name, value]) => markup`<input type="hidden"${attributes({ name, value })}>`,
  );
  const said = note && markup`<p class="fault" role="alert">${note}</p>`;
  const body = drawn.length > 0 ? drawn : markup`<h2 part="title">${state.heading}</h2>`;
  return markup`<form class="card" method="post" action="${action}" novalidate>${hidden}${hiddenNext(state, speech)}${header(state, speech)}<div class="body">${body}${said}</div>${footer(state, questions, speech)}</form>`;
}

/** As they are to be shown: required where it depends, choices in their order. */
function questionsOf({ content, outlook }: ScreenState): readonly Shown[] {
  const { screen: here, questions, required, order } = outlook;
  const screen = content.screens.find(({ id }) => id === here);
  return (screen?.questions ?? [])
    .filter((question): question is Shown => question.type !== 'hidden')
    .filter(({ id }) => questions.includes(id))
    .map((question) => {
      const shown = { ...question, ...(required?.includes(question.id) && { required: true }) };
      const ids = order?.[question.id];
      if (ids && 'choices' in shown) {
        shown.choices = ids.flatMap((id) => shown.choices.find((choice) => choice.id === id) ?? []);
      }
      return shown;
    });
}

function header({ content, outlook }: ScreenState, { words, lang }: Speech): Html {
  const { done, total } = progress(content, outlook.screen);
  const label = filled(words.progress, { n: done + 1, total }, lang);
  const back = outlook.hasBack
    ? markup`<button${attributes({ part: 'back', class: 'icon', name: BACK, value: '1', 'aria-label': words.back })}>${backIcon}</button>`
    : '';
  const bar =
    total > 1
      ? markup`<progress part="progress"${attributes({ max: total, value: done + 1, 'aria-label': label })}></progress>`
      : markup`<span class="gap"></span>`;
  return markup`<header>${back}${bar}</header>`;
}

/** Enter in a field presses the first button of a form, which must not be the one that goes back. */
function hiddenNext({ outlook }: ScreenState, { words }: Speech): Html | '' {
  if (!outlook.hasBack) return '';
  return markup`<button class="unseen" tabindex="-1" aria-hidden="true">${words.next}</button>`;
}

/** Both words, where nothing needs an answer: the style sheet shows the one that is true (form-styles.ts). */
function footer({ outlook }: ScreenState, questions: readonly Shown[], { words }: Speech): Html {
  const word = outlook.isLast ? words.send : words.next;
  const label = maySkip(questions)
    ? markup`<span class="go">${word}</span><span class="skip">${words.skip}</span>`
    : word;
  return markup`<footer><button part="next" class="primary">${label}</button></footer>`;
}

/** Of a date and a time no style sheet can tell whether there is one. */
function maySkip(questions: readonly Shown[]): boolean {
  return (
    questions.some(({ type }) => type !== 'statement') &&
    questions.every((question) => !isRequired(question) && !/date|time/.test(question.type))
  );
}
