/** A whole survey as it stands on the screen: the box, and what is in it. */
import { nothing } from 'lit';
import type { TemplateResult } from 'lit';

import { preparedText, progress } from '../../engine/index.ts';
import type { Outlook } from '../../protocol/session.ts';
import type { Conduct } from '../conduct.ts';
import { isOverlay } from '../display.ts';
import { inputsOf, screenOf } from '../inputs.ts';
import type { Sight } from '../opening.ts';
import { directionOf } from '../strings/index.ts';
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
  /** What the screen shows; first as the service says, then as the answers call for. */
  readonly outlook: Outlook | null | undefined;
  /** Undefined until the chunk that stores answers has arrived. */
  readonly conduct: Conduct | undefined;
  readonly end: End | undefined;
  /** What the respondent does, in order, as soon as it can be done. */
  readonly act: (action: (conduct: Conduct) => unknown) => void;
  readonly close: () => void;
}

export function surveyView(state: SurveyState): TemplateResult {
  const { display, lang, sight, outlook, conduct, end, act } = state;
  const inputs = conduct?.inputs ?? (sight === undefined ? {} : inputsOf(sight));
  const ui = uiOf(state);
  const close = isOverlay(display) ? closeButton(ui) : nothing;
  const title = sight === undefined ? '' : ui.say(sight.survey.content.title);
  const shell = {
    ...state,
    direction: directionOf(lang),
    title,
    announcement: conduct?.announcement(title),
    press: ({ clientX, clientY, timeStamp }: PointerEvent) =>
      act((conduct) => conduct.press(clientX, clientY, timeStamp)),
  };
  if (end !== undefined) return shellView(shell, end(ui, close));
  if (sight === undefined || !outlook) return shellView(shell, closeButton(ui));
  const { content } = sight.survey;
  const questions = screenOf(sight)?.questions ?? [];
  return shellView(
    shell,
    screenView(
      {
        questions: questions.filter(({ id }) => outlook.questions.includes(id)),
        inputs,
        faults: conduct?.faults ?? {},
        progress: progress(content, outlook.screen),
        hasBack: outlook.hasBack,
        isLast: outlook.isLast,
        busyWord: conduct?.busyWord,
        closeButton: close,
      },
      ui,
    ),
  );
}

function uiOf({ strings, sight, outlook, conduct, act, close }: SurveyState): Ui {
  const first = {
    piped: outlook?.piped,
    lang: sight?.lang ?? '',
    fallback: sight?.survey.content.defaultLanguage ?? '',
  };
  return {
    strings,
    say: (text) => (conduct ? conduct.say(text) : preparedText(text, first)),
    choose: (question, value) => act((conduct) => conduct.choose(question, value)),
    type: (question, value) => act((conduct) => conduct.type(question, value)),
    commit: () => act((conduct) => conduct.commit()),
    submit: () => act((conduct) => conduct.submit()),
    back: () => act((conduct) => conduct.back()),
    close,
  };
}
