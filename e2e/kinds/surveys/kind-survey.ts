import type { AnswerValue, Question } from 'otklik/protocol';

/** The languages that every kind is looked at in; Arabic runs from right to left. */
export const LANGUAGES = ['en', 'ru', 'de', 'ar', 'tr'] as const;

type Texts = Record<(typeof LANGUAGES)[number], string>;

export function text(en: string, ru: string, de: string, ar: string, tr: string): Texts {
  return { en, ru, de, ar, tr };
}

/**
 * What hands do on a keyboard: a key by its name, Tab until something of this name has the focus, letters one
 * by one, or a file chosen in the window that the last key has opened.
 */
export type Step =
  | string
  | { readonly to: RegExp }
  | { readonly write: string }
  | { readonly file: string };

/** One kind of question, and how it is answered in English by keyboard alone. */
export interface KindSurvey {
  /** The survey is called after it, and so are its pictures and its tree. */
  readonly name: string;
  readonly questions: readonly Question[];
  readonly steps: readonly Step[];
  /** What is stored then, by question. */
  readonly answers: Readonly<Record<string, AnswerValue | object>>;
  /** It asks for nothing: an empty screen may be sent. */
  readonly isFree?: boolean;
}
