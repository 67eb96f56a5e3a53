/** From what was seen first to a response that takes answers. */
import { Answering } from './answering.ts';
import { hasAppSign } from './bridge/app-sign.ts';
import type { Bridge } from './bridge/bridge.ts';
import type { HostedSurvey, Inform } from './bridge/hosted-survey.ts';
import { Conduct } from './conduct.ts';
import type { Stage } from './conduct.ts';
import { displayOf, isOverlay } from './display.ts';
import type { Display } from './display.ts';
import { focusOn } from './focus.ts';
import { recordOf } from './new-record.ts';
import type { Asking } from './opening.ts';
import type { OutboxRecord } from './record.ts';
import { translated } from './translation.ts';
import type { Translation } from './translation.ts';

/** As much of the element as is asked of it. */
interface Surveying extends HostedSurvey {
  lang: string;
  readonly display: Display | undefined;
  readonly preview: boolean;
  readonly updateComplete: Promise<boolean>;
  requestUpdate(): void;
}

/** What the element alone knows. */
interface Visit extends Pick<Stage, 'readyAt' | 'closed'> {
  readonly root: ParentNode;
}

export function conductOf(opened: Asking, element: Surveying, visit: Visit): Conduct {
  const answering: Answering = new Answering(beginningOf(opened), {
    project: opened.project,
    isPreview: element.preview || opened.translate !== undefined,
    tell: (event) => element.dispatchEvent(event),
    changed: () => conduct.changed(),
  });
  const translate = async (chosen: string | undefined): Promise<Translation | undefined> =>
    opened.translate?.(chosen) ??
    (opened.ticket && translated(opened.ticket, answering.record, chosen));
  const app = hasAppSign(element)
    ? meetApp(element, (told) => answering.inform(told))
    : Promise.resolve(undefined);
  const leave = (url: string): void => void leaveFor(url, element, app);
  const stage = { ...visit, ...stageOf(element, visit.root), translate, leave };
  const conduct = new Conduct(answering, stage);
  if (opened.given) conduct.given(opened.given);
  if (opened.code && !element.preview) void conduct.enter(opened.code);
  return conduct;
}

/** What was given before the widget came is an answer when it is stored. */
function beginningOf(opened: Asking): OutboxRecord {
  const record = recordOf(opened);
  return opened.given ? { ...record, answers: {} } : record;
}

/** A survey that an app does not hear of is answered all the same. */
async function meetApp(element: Surveying, inform: Inform): Promise<Bridge | undefined> {
  return (await import('./bridge/index.ts').catch(() => undefined))?.meet(element, inform);
}

/** Through the app, if that opens addresses: its view stays where it is, and the survey is over. */
async function leaveFor(
  url: string,
  element: Surveying,
  app: Promise<Bridge | undefined>,
): Promise<void> {
  if ((await app)?.opens(url)) element.hide();
  else location.assign(url);
}

function stageOf(
  element: Surveying,
  root: ParentNode,
): Omit<Stage, 'translate' | 'leave' | keyof Visit> {
  const display = displayOf(element.display);
  return {
    isUnasked: isOverlay(display) && display !== 'dialog',
    isOverlay: isOverlay(display),
    redraw() {
      element.requestUpdate();
      return element.updateComplete;
    },
    focusOn: (...selectors) => focusOn(root, ...selectors),
    spoken: (lang) => (element.lang = lang),
  };
}
