import { html } from 'hono/html';

import { playgroundWords } from '../playground/words.ts';
import { teas } from '../teas.ts';
import { surveyElement, surveyHead } from './survey.ts';
import type { SurveyOnPage } from './survey.ts';
import type { Visitor } from '../visitor.ts';
import type { Page } from './layout.ts';

const survey: SurveyOnPage = {
  id: 'srv_feature',
  tokenUrl: '/survey-token?feature=brewing-guide',
  display: 'inline',
  context: { view: 'website' },
};

/** A feature of the shop, with the survey about it in the flow of the page. */
export function guidePage(visitor: Visitor, service: string): Page {
  const { words } = visitor;
  return {
    title: words.guideTitle,
    head: surveyHead(service, survey),
    body: html`<article class="guide">
      <h1>${words.guideTitle}</h1>
      <p>${words.guideText}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">${words.guideTea}</th>
            <th scope="col">${words.guideWater}</th>
            <th scope="col">${words.guideTime}</th>
          </tr>
        </thead>
        <tbody>
          ${teas.map(
            (tea) =>
              html`<tr>
                <th scope="row">${words.teas[tea.id].name}</th>
                <td>${tea.degrees} °C</td>
                <td>${tea.minutes}′</td>
              </tr>`,
          )}
        </tbody>
      </table>
      ${surveyElement(visitor, survey)}
      <p>
        <a href="/playground">${playgroundWords(visitor.lang).title}</a> ·
        <a href="/questions">${playgroundWords(visitor.lang).questionsTitle}</a>
      </p>
    </article>`,
  };
}
