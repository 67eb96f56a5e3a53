/** Classes and types, without side effects: safe to import where pages are rendered on a server. */
import type { OtklikSurvey } from './otklik-survey.ts';

export { OtklikErrorEvent, OtklikShownEvent, OtklikTokenNeededEvent } from './events.ts';
export type { About } from './events.ts';
export * from './later-events.ts';
export { OtklikSurvey } from './otklik-survey.ts';
export type { Details } from './debug/details.ts';
export type { Explanation } from './explanation.ts';
export type { WrittenSurvey } from './preview.ts';
export type { WidgetCode } from './problem.ts';
export type { Step } from './step.ts';
export type { StorageKind } from './store/record-store.ts';
export type { Display } from './display.ts';

declare global {
  interface HTMLElementTagNameMap {
    'otklik-survey': OtklikSurvey;
  }
}
