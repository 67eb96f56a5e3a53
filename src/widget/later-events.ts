/** What the element tells its page once the respondent answers. Safe to load where there is no DOM. */
import type { Answers } from '../protocol/response.ts';
import { SurveyEvent } from './events.ts';
import type { About } from './events.ts';
import type { StorageKind } from './store/record-store.ts';

/** `saved`: on this device. `sending`: under way. `sent`: the service has it. `blocked`: kept, but refused. */
export type Delivery = 'saved' | 'sending' | 'sent' | 'blocked';

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
  /** Only for now: what is begun goes on, at `show()` and at the next visit to the page. */
  readonly isPostponed: boolean;

  constructor(about: About, isAnswered: boolean, isPostponed = false) {
    super('otklik-dismissed', about);
    this.isAnswered = isAnswered;
    this.isPostponed = isPostponed;
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

declare global {
  interface GlobalEventHandlersEventMap {
    'otklik-answered': OtklikAnsweredEvent;
    'otklik-completed': OtklikCompletedEvent;
    'otklik-dismissed': OtklikDismissedEvent;
    'otklik-delivery': OtklikDeliveryEvent;
  }
}
