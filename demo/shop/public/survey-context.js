// What only the page knows goes along as page variables. Set before the element is upgraded, they
// are there when the session is opened.

/** @import { OtklikSurvey } from 'otklik' */

/** @type {NodeListOf<OtklikSurvey>} */
const surveys = document.querySelectorAll('otklik-survey');
for (const survey of surveys) {
  const fromPage = /** @type {Record<string, string>} */ (
    JSON.parse(survey.dataset.context ?? '{}')
  );
  const colourScheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  survey.context = { ...fromPage, colourScheme };
}
