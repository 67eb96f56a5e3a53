/** A whole survey as it stands on the screen: the box, and what is in it. */
import { nothing } from 'lit';
import type { TemplateResult } from 'lit';

import {
  nextScreen,
  previousScreen,
  progress,
  readable,
  visibleQuestions,
} from '../../engine/index.ts';
import type { Facts } from '../../engine/index.ts';
import type { Screen } from '../../protocol/survey.ts';
import type { Conduct } from '../conduct.ts';
import { isOverlay } from '../display.ts';
import { factsOf, inputsOf } from '../inputs.ts';
import type { Sight } from '../opening.ts';
import { directionOf, filled } from '../strings/index.ts';
import type { FirstStrings } from '../strings/index.ts';
import { closeButton, screenView } from './screen.ts';
import { shellView } from './shell.ts';
import type { ShellState } from './shell.ts';
import type { Ui } from './ui.ts';

/** Thanks or an apology: what is shown in place of a question. */
export type End = (
  ui: Ui,
  closeButton: TemplateResult | typeof nothing,
) => TemplateResult | typeof nothing;

export interface SurveyState extends Pick<
  ShellState,
  'display' | 'position' | 'theme' | 'lang' | 'key' | 'cancel'
> {
  readonly strings: FirstStrings;
  /** Undefined when no survey could be opened. */
  readonly sight: Sight | undefined;
  readonly screen: Screen | undefined;
  /** Undefined until the chunk that stores answers has arrived. */
  readonly conduct: Conduct | undefined;
  readonly end: End | undefined;
  /** What the respondent does, in order, as soon as it can be done. */
  readonly act: (action: (conduct: Conduct) => unknown) => void;
  readonly close: () => void;
}

export function surveyView(state: SurveyState): TemplateResult {
  const { display, lang, sight, screen, conduct, end, act } = state;
  const inputs = conduct?.inputs ?? (sight === undefined ? {} : inputsOf(sight));
  const facts = sight === undefined ? undefined : factsOf(sight, inputs, new Date().toISOString());
  const ui = uiOf(state, facts);
  const close = isOverlay(display) ? closeButton(ui) : nothing;
  const title = sight === undefined ? '' : ui.say(sight.survey.content.title);
  const shell = {
    ...state,
    direction: directionOf(lang),
    title,
    announcement: conduct?.isUnheeded === true ? filled(state.strings.appeared, { title }) : '',
    press: ({ clientX, clientY, timeStamp }: PointerEvent) =>
      act((conduct) => conduct.press(clientX, clientY, timeStamp)),
  };
  if (end !== undefined) return shellView(shell, end(ui, close));
  if (sight === undefined || screen === undefined || facts === undefined)
    return shellView(shell, closeButton(ui));
  const { content } = sight.survey;
  return shellView(
    shell,
    screenView(
      {
        questions: visibleQuestions(screen, facts),
        inputs,
        faults: conduct?.faults ?? {},
        progress: progress(content, screen.id),
        hasBack: previousScreen(content, screen.id, facts) !== null,
        isLast: nextScreen(content, screen.id, facts) === null,
        isBusy: conduct?.isBusy ?? false,
        closeButton: close,
      },
      ui,
    ),
  );
}

function uiOf({ strings, sight, act, close }: SurveyState, facts: Facts | undefined): Ui {
  return {
    strings,
    say: (text) =>
      sight === undefined || facts === undefined
        ? ''
        : readable(text, { facts, content: sight.survey.content, lang: sight.lang }),
    choose: (question, value) => act((conduct) => conduct.choose(question, value)),
    type: (question, value) => act((conduct) => conduct.type(question, value)),
    commit: () => act((conduct) => conduct.commit()),
    submit: () => act((conduct) => conduct.submit()),
    back: () => act((conduct) => conduct.back()),
    close,
  };
}
