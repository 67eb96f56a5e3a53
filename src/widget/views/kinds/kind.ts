/** What a type of question adds to the widget, as a module of plain functions that is loaded when a survey holds it. */
import type { TemplateResult } from 'lit/html.js';

import type { Plural } from '../../../protocol/words/en.ts';
import type { AnswerValue } from '../../../protocol/response.ts';
import type { QuestionOf, QuestionType } from '../../../protocol/question.ts';
import type { Visit } from '../../visit.ts';
import type { Ui } from '../ui.ts';

export interface QuestionState {
  /** What stands in the fields; not yet judged. */
  readonly value: AnswerValue;
  /** What is wrong with it, in words. */
  readonly fault: string | undefined;
  /** Beside others it says when it may be left out; alone it has a button for that. */
  readonly isAlone: boolean;
  /** What the view has noted by `ui.note`: a word searched for, an item being moved. Gone with the screen. */
  readonly note: unknown;
}

export interface Kind<T extends QuestionType = QuestionType> {
  /**
   * What stands around the controls. `radiogroup` and `group`: a fieldset whose legend is the title; `field`:
   * the title is the label of the one control, whose id is the question's; `plain`: the title is a heading.
   * Left out: as for the same type without a chunk. Controls refer to `<id>-hint` and `<id>-fault` by
   * `aria-describedby` unless the frame does.
   */
  readonly frame?: 'radiogroup' | 'group' | 'field' | 'plain';
  /**
   * The question has come to the screen, and its visit can store answers: for kinds that keep more than
   * their answer. What they know is noted for the view by `visit.note`.
   */
  begin?(question: QuestionOf<T>, visit: Visit): void;
  /** The controls. No fetch, no storage, no `this`; a method, so that a narrower question is allowed. */
  view(question: QuestionOf<T>, state: QuestionState, ui: Ui): TemplateResult;
  /** Said below the title where the survey has no description. */
  hint?(question: QuestionOf<T>, ui: Ui): string;
  /** Rules for the shadow root, plain text made by `css`. */
  readonly styles?: string;
  /** English; other languages have these in their own file. */
  readonly words?: Readonly<Record<string, string | Plural>>;
}

/** What a chunk exports, by kind. */
export type Kinds = Readonly<Record<string, Kind>>;
