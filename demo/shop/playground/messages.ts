/** What the playground and the page in its frame tell each other. */
import type { OtklikSurvey } from 'otklik';

export interface Play {
  readonly kind: 'play';
  readonly content: OtklikSurvey['content'];
  readonly attributes: Readonly<Record<string, string>>;
  readonly context: Readonly<Record<string, string | number | boolean>>;
  readonly dir: string;
  /** Of the page, not of the survey. */
  readonly lang: string;
  readonly isFresh: boolean;
}

/** Whichever of the two is loaded first does not wait in vain. */
export interface Hello {
  readonly kind: 'hello';
}

export type Said =
  | { readonly kind: 'ready' }
  | { readonly kind: 'event'; readonly name: string; readonly data: object };
