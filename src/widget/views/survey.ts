/** A whole survey as it stands on the screen: the box, and what is in it. */
import { nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import { prepared, progress, textIn } from '../../engine/index.ts';
import type { Localised } from '../../protocol/localised.ts';
import type { Question } from '../../protocol/question.ts';
import type { Outlook } from '../../protocol/session.ts';
import { directionOf } from '../../protocol/words/direction.ts';
import type { Conduct } from '../conduct.ts';
import { isOverlay } from '../display.ts';
import { inputsOf, screenOf } from '../inputs.ts';
import type { Sight } from '../opening.ts';
import type { FirstStrings } from '../strings/index.ts';
import { markup } from './kinds/index.ts';
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
  /** Until the chunk that stores answers has more. */
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
    press: (event: PointerEvent) => act((conduct) => conduct.press(event)),
  };
  if (end !== undefined) return shellView(shell, end(ui, close));
  if (sight === undefined || !outlook) return shellView(shell, closeButton(ui));
  const { content } = sight.survey;
  return shellView(
    shell,
    screenView(
      {
        questions: questionsOf(sight, outlook),
        inputs,
        notes: conduct?.notes ?? {},
        faults: conduct?.faults ?? {},
        progress: progress(content, outlook.screen),
        hasBack: outlook.hasBack,
        isLast: outlook.isLast,
        busyWord: conduct?.busyWord,
        languageMenu: conduct?.menu((to) => act((conduct) => conduct.prefer(to))),
        closeButton: close,
      },
      ui,
    ),
  );
}

/** As they are to be shown: required where it depends, choices in their order. */
function questionsOf(sight: Sight, { questions, required, order }: Outlook): readonly Question[] {
  return (screenOf(sight)?.questions ?? [])
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

function uiOf({ strings, sight, outlook, conduct, act, close }: SurveyState): Ui {
  const lang = sight?.lang ?? '';
  const raw = (text: Localised): string =>
    textIn(text, lang, sight?.survey.content.defaultLanguage ?? '');
  const fill = (text: string, encode?: typeof encodeURIComponent): string =>
    conduct ? conduct.fill(text, encode) : prepared(text, outlook?.piped, encode);
  const say = (text: Localised): string => fill(raw(text));
  const address = (url: string): string => fill(url, encodeURIComponent);
  return {
    strings: conduct?.strings ?? strings,
    lang,
    say,
    rich: (text) => (markup ? markup.rich(raw(text), fill, address) : say(text)),
    address,
    choose: (question, value) => act((conduct) => conduct.choose(question, value)),
    type: (question, value) => act((conduct) => conduct.type(question, value)),
    commit: () => act((conduct) => conduct.commit()),
    submit: () => act((conduct) => conduct.submit()),
    back: () => act((conduct) => conduct.back()),
    close,
    note: (question, note) => act((conduct) => conduct.note(question, note)),
    retry: () => act((conduct) => conduct.retry()),
  };
}
