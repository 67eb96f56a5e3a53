/** What only who builds a page wants to know: a chunk of its own, which nobody else ever loads. */
import type { Conduct } from './conduct.ts';
import type { Explanation } from './explanation.ts';
import type { Asking } from './opening.ts';

export { detailsOf } from './debug/details.ts';
export { drawPanel } from './debug/panel.ts';

/** What the element knows of itself. */
export interface Insight extends Explanation {
  /** By the page, and behind a tab by the respondent. */
  readonly isWanted: boolean;
  readonly opened: Asking | undefined;
  readonly conduct: Conduct | undefined;
  /** Milliseconds of the page's clock at which the visit began; 0: not yet. */
  readonly run: number;
  /** Milliseconds of the page's clock at which the first question was there; 0: not yet. */
  readonly shownAt: number;
}
