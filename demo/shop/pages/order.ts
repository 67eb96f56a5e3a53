import { html } from 'hono/html';

import type { Order } from '../orders.ts';
import { surveyElement, surveyHead } from './survey.ts';
import type { SurveyOnPage } from './survey.ts';
import type { Visitor } from '../visitor.ts';
import type { Html, Page } from './layout.ts';
import { tin } from './tea.ts';

/** Where the person sees the order: on the website, or in the app's web view. */
export type View = 'website' | 'app';

export function orderPage(visitor: Visitor, service: string, order: Order, view: View): Page {
  const survey = deliverySurvey(order, view);
  const delivered = order.status === 'delivered';
  return {
    title: visitor.words.orderTitle(order.number),
    bare: view === 'app',
    ...(delivered ? { head: surveyHead(service, survey) } : {}),
    body: html`<article class="order">
        ${tin(order.tea)}
        <p class="kind">
          ${visitor.words.orderTitle(order.number)} · ${visitor.words.teas[order.tea.id].name}
        </p>
        ${delivered ? arrived(visitor, order, view) : onTheWay(visitor, order, view)}
      </article>
      ${delivered ? surveyElement(visitor, survey) : ''}`,
  };
}

function deliverySurvey(order: Order, view: View): SurveyOnPage {
  const query = new URLSearchParams({ order: order.number, view });
  return {
    id: 'srv_delivery',
    tokenUrl: `/survey-token?${query.toString()}`,
    context: { view },
  };
}

function onTheWay({ words }: Visitor, order: Order, view: View): Html {
  return html`<h1>${words.orderOnTheWay}</h1>
    ${steps(words.steps, 1)}
    <p>${words.orderOnTheWayText}</p>
    <form method="post" action="/orders/${order.number}/delivery">
      <input type="hidden" name="view" value="${view}" />
      <button class="primary">${words.simulate}</button>
    </form>`;
}

function arrived({ words }: Visitor, order: Order, view: View): Html {
  const links = html`<p class="links">
    <a href="/">${words.orderAgain}</a>
    <a href="/phone?order=${order.number}">${words.openInApp}</a>
  </p>`;
  return html`<h1>${words.orderArrived}</h1>
    ${steps(words.steps, 2)}
    <p>${words.orderArrivedText}</p>
    ${view === 'app' ? '' : links}`;
}

function steps(names: readonly string[], done: number): Html {
  return html`<ol class="steps">
    ${names.map((name, index) =>
      index <= done ? html`<li class="done">${name}</li>` : html`<li>${name}</li>`,
    )}
  </ol>`;
}

export function noOrderPage({ words }: Visitor): Page {
  return {
    title: words.noOrder,
    body: html`<article class="order">
      <h1>${words.noOrder}</h1>
      <p>${words.noOrderText}</p>
      <p class="links"><a href="/">${words.back}</a></p>
    </article>`,
  };
}
