import { OtklikSurvey } from './otklik-survey.ts';

/** Loaded twice, or in two versions: the first one wins, and the page does not notice. */
export function register(): void {
  if (customElements.get('otklik-survey') === undefined) {
    customElements.define('otklik-survey', OtklikSurvey);
  }
}
