/** What can go wrong in the widget: the service's own codes, and those of the device. */
import type { ProblemCode } from '../protocol/problem.ts';
import type { NotAskedReason } from '../protocol/session.ts';

export type DeviceCode =
  /** No `token`, `token-url` or `.getToken` gave a token. */
  | 'token_missing'
  /** The token URL, or `.getToken`, failed. */
  | 'token_unavailable'
  /** No endpoint: the `endpoint` attribute is missing and the script came with a bundler. */
  | 'endpoint_missing'
  /** The service could not be reached, or did not answer in time. */
  | 'network'
  /** What answered is not the service: a captive portal, a proxy, an older version. */
  | 'reply_unreadable'
  /** The survey has nothing that this version of the widget can show. */
  | 'survey_empty'
  /** What `.content` holds cannot be played as a survey. */
  | 'content_invalid'
  /** A value in `.context` has a name or a type that cannot be sent; it was left out. */
  | 'context_invalid'
  /** The device refused to store an answer; it is in memory only and sent at once. */
  | 'storage_failed'
  /**
   * The outbox holds as much as it may; a new response is kept in a lesser place, and at worst only in memory
   * and sent at once. Or as many bytes of files: a new file is not kept, and the respondent is told so.
   */
  | 'outbox_full'
  /** The service keeps an answer that does not fit its survey aside, for repair. */
  | 'answer_quarantined'
  /** An error of the widget itself. */
  | 'unexpected';

/** With the reasons why whom a link has brought is not asked. */
export type WidgetCode = ProblemCode | NotAskedReason | DeviceCode;

export class WidgetError extends Error {
  override readonly name = 'WidgetError';
  readonly code: WidgetCode;

  constructor(code: WidgetCode, message: string = code, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Anything that was thrown, as one of ours. */
export function widgetError(thrown: unknown): WidgetError {
  if (thrown instanceof WidgetError) return thrown;
  return new WidgetError('unexpected', String(thrown), { cause: thrown });
}
