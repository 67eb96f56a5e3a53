import type { AnswerValue } from '../../protocol/response.ts';
import type { Localised } from '../../protocol/localised.ts';
import type { FirstStrings } from '../strings/index.ts';

/** What every view is given beside its data: words, and whom to tell what the respondent does. */
export interface Ui {
  readonly strings: FirstStrings;
  /** A survey text in the respondent's language, with its pipes filled. */
  readonly say: (text: Localised) => string;
  /** A choice: stored at once, and it may lead on. */
  readonly choose: (question: string, value: AnswerValue) => void;
  /** Typing: not yet an answer. */
  readonly type: (question: string, value: string) => void;
  /** The end of typing, when a field is left. */
  readonly commit: () => void;
  readonly submit: () => void;
  readonly back: () => void;
  readonly close: () => void;
}
