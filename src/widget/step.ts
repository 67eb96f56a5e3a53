import type { NotAskedReason } from '../protocol/session.ts';
import type { Screen } from '../protocol/survey.ts';
import type { Delivery } from './later-events.ts';
import type { WidgetCode } from './problem.ts';

/** Where a visit stands. */
export type Step =
  | { readonly kind: 'idle' }
  /** With a reason when it is loaded, and waits for the page. */
  | { readonly kind: 'loading'; readonly reason?: 'page_is_busy' }
  | { readonly kind: 'asking'; readonly screen: Screen }
  | { readonly kind: 'thanks'; readonly delivery: Delivery }
  | { readonly kind: 'not-asked'; readonly reason: NotAskedReason }
  | { readonly kind: 'failed'; readonly code: WidgetCode };
