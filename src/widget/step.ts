import type { NotAskedReason } from '../protocol/session.ts';
import type { Screen } from '../protocol/survey.ts';
import type { Delivery } from './later-events.ts';
import type { WidgetCode } from './problem.ts';

/** Where a visit stands. */
export type Step =
  | { readonly kind: 'idle' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'asking'; readonly screen: Screen }
  | { readonly kind: 'thanks'; readonly delivery: Delivery }
  | { readonly kind: 'not-asked'; readonly reason: NotAskedReason }
  | { readonly kind: 'failed'; readonly code: WidgetCode };
