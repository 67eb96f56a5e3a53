import type { Details } from './debug/details.ts';
import type { Display } from './display.ts';
import type { Step } from './step.ts';
import type { StorageKind } from './store/record-store.ts';
import type { ContrastFault } from './themes/contrast.ts';

/** What `explain()` tells about one element. */
export interface Explanation {
  readonly version: string;
  readonly endpoint: string;
  readonly display: Display;
  readonly step: Step['kind'];
  /** Why nobody is asked, or what failed. */
  readonly reason: string | undefined;
  readonly survey: string;
  /** Empty before a session is open. */
  readonly responseId: string;
  /** Where this device keeps the answers; undefined before the first. */
  readonly storage: StorageKind | undefined;
  /** Which of the page's own colours are hard to read; undefined where none are set, or not yet looked at. */
  readonly contrast: readonly ContrastFault[] | undefined;
  /** Why, in words, and all that it goes by: fetches the code that tells it. */
  readonly details: () => Promise<Details>;
}
