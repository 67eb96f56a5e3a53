import type { AnswerValue } from '../../protocol/response.ts';
import type { Localised } from '../../protocol/localised.ts';
import type { FirstStrings } from '../strings/index.ts';

/** What every view is given beside its data: words, and whom to tell what the respondent does. */
export interface Ui {
  readonly strings: FirstStrings;
  /** The respondent's language, for numbers and dates. */
  readonly lang: string;
  /** A survey text in the respondent's language, with its pipes filled. */
  readonly say: (text: Localised) => string;
  /** The same with its marks drawn: bold, italic, links, lists. A child of a template. */
  readonly rich: (text: Localised) => unknown;
  /** An address with its pipes filled, each value encoded. */
  readonly address: (url: string) => string;
  /** A choice: stored at once, and it may lead on. */
  readonly choose: (question: string, value: AnswerValue) => void;
  /** Typing: not yet an answer. */
  readonly type: (question: string, value: AnswerValue) => void;
  /** The end of typing, when a field is left. */
  readonly commit: () => void;
  readonly submit: () => void;
  readonly back: () => void;
  readonly close: () => void;
  /** What a view wants to know when it is drawn next: a word searched for, an item being moved. */
  readonly note: (question: string, note: unknown) => void;
  /** Tries again to fetch what the screen needs. */
  readonly retry: () => void;
}
