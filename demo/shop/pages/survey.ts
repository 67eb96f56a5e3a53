import { html } from 'hono/html';

import type { Visitor } from '../visitor.ts';
import type { Html } from './layout.ts';

export interface SurveyOnPage {
  readonly id: string;
  /** An address of this shop that answers with a fresh survey token. */
  readonly tokenUrl: string;
  readonly display?: 'inline';
  /** Page variables: what only the page knows. The survey declares them, their provenance is `page`. */
  readonly context: Readonly<Record<string, string>>;
}

/**
 * The token is asked for while the widget's code is still on its way: the widget's own `fetch` then
 * takes the preloaded answer. `crossorigin` is what makes the two requests alike.
 */
export function surveyHead(service: string, survey: SurveyOnPage): Html {
  return html`<link rel="preload" as="fetch" crossorigin href="${survey.tokenUrl}" />
    <script type="module" src="/survey-context.js"></script>
    <script type="module" src="${service}/otklik.js"></script>`;
}

/** Without `display` the widget chooses: a sheet on phones, a popover above. */
export function surveyElement(visitor: Visitor, survey: SurveyOnPage): Html {
  const display = survey.display === undefined ? '' : html`display="${survey.display}"`;
  return html`<otklik-survey
    survey="${survey.id}"
    token-url="${survey.tokenUrl}"
    lang="${visitor.lang}"
    theme="${visitor.theme}"
    data-context="${JSON.stringify(survey.context)}"
    ${display}
  ></otklik-survey>`;
}
