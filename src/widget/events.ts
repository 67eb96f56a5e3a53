/**
 * What the element tells its page. Every event bubbles and crosses shadow roots; its data are readonly
 * fields. Safe to load where there is no DOM.
 */
import type { Answers } from '../protocol/response.ts';
import type { WidgetCode } from './problem.ts';
import type { StorageKind } from './store/record-store.ts';

/** `saved`: on this device. `sending`: under way. `sent`: the service has it. `blocked`: kept, but refused. */
export type Delivery = 'saved' | 'sending' | 'sent' | 'blocked';

class SurveyEvent extends Event {
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

/** A screen has been answered, and the answers are stored on the device. */
export class OtklikAnsweredEvent extends SurveyEvent {
  readonly screen: string;
  /** Of this screen; a `null` value means that the question was skipped. */
  readonly answers: Answers;

  constructor(about: About, screen: string, answers: Answers) {
    super('otklik-answered', about);
    this.screen = screen;
    this.answers = answers;
  }
}

/** The last screen has been answered. Whether it has arrived is told by `otklik-delivery`. */
export class OtklikCompletedEvent extends SurveyEvent {
  constructor(about: About) {
    super('otklik-completed', about);
  }
}

/** The respondent closed the survey before its end. */
export class OtklikDismissedEvent extends SurveyEvent {
  /** Whether there was an answer before; only then was something stored. */
  readonly isAnswered: boolean;

  constructor(about: About, isAnswered: boolean) {
    super('otklik-dismissed', about);
    this.isAnswered = isAnswered;
  }
}

/** Where the answers are now. */
export class OtklikDeliveryEvent extends SurveyEvent {
  readonly delivery: Delivery;
  /** Where this device keeps them; `memory` is lost with the page. */
  readonly storage: StorageKind;

  constructor(about: About, delivery: Delivery, storage: StorageKind) {
    super('otklik-delivery', about);
    this.delivery = delivery;
    this.storage = storage;
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
    'otklik-answered': OtklikAnsweredEvent;
    'otklik-completed': OtklikCompletedEvent;
    'otklik-dismissed': OtklikDismissedEvent;
    'otklik-delivery': OtklikDeliveryEvent;
    'otklik-token-needed': OtklikTokenNeededEvent;
    'otklik-error': OtklikErrorEvent;
  }
}
