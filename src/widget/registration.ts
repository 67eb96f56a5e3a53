import { passOnCode } from './fragment.ts';
import { OtklikSurvey } from './otklik-survey.ts';

/** Loaded twice, or in two versions: the first one wins, and the page does not notice. */
export function register(): void {
  if (customElements.get('otklik-survey') === undefined) {
    passOnCode();
    // A page that is open already may be led to by a link.
    addEventListener('hashchange', passOnCode);
    customElements.define('otklik-survey', OtklikSurvey);
  }
}
