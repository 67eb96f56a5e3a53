/**
 * What the element tells its page before the first question is answered, and when something fails. Every event bubbles and crosses shadow roots; its data are readonly
 * fields. Safe to load where there is no DOM.
 */
import type { WidgetCode } from './problem.ts';

/** What all of them tell. */
export class SurveyEvent extends Event {
  /** The survey's id; empty when it is named by the token alone and no session is open yet. */
  readonly survey: string;
  /** The response's id (UUIDv7). */
  readonly responseId: string;

  constructor(type: string, about: About, cancelable = false) {
    super(type, { bubbles: true, composed: true, cancelable });
    this.survey = about.survey;
    this.responseId = about.responseId;
  }
}

export interface About {
  readonly survey: string;
  readonly responseId: string;
}

/** Just before the first question is painted. `preventDefault()` keeps it from being shown. */
export class OtklikShownEvent extends SurveyEvent {
  constructor(about: About) {
    super('otklik-shown', about, true);
  }
}

/** The token has expired or was used, and its source gave no better one. Set `.token` to go on. */
export class OtklikTokenNeededEvent extends SurveyEvent {
  readonly code: WidgetCode;

  constructor(about: About, code: WidgetCode) {
    super('otklik-token-needed', about);
    this.code = code;
  }
}

/**
 * Something went wrong. When it keeps the survey from being shown, the respondent reads a friendly
 * sentence instead; `preventDefault()` shows nothing.
 */
export class OtklikErrorEvent extends SurveyEvent {
  readonly code: WidgetCode;
  /** For the developer, in English. */
  readonly problem: string;

  constructor(about: About, code: WidgetCode, problem: string) {
    super('otklik-error', about, true);
    this.code = code;
    this.problem = problem;
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'otklik-shown': OtklikShownEvent;
    'otklik-token-needed': OtklikTokenNeededEvent;
    'otklik-error': OtklikErrorEvent;
  }
}
