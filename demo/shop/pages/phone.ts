import { html } from 'hono/html';

import type { Order } from '../orders.ts';
import type { Visitor } from '../visitor.ts';
import type { Page } from './layout.ts';

/** A phone with the shop's app on it, whose web view shows the order. */
export function phonePage({ words }: Visitor, order: Order): Page {
  return {
    title: words.phoneTitle,
    body: html`<section class="phone-stage">
      <div>
        <h1>${words.phoneTitle}</h1>
        <p>${words.phoneText}</p>
      </div>
      <div class="phone">
        <iframe
          src="/orders/${order.number}?view=app"
          title="${words.orderTitle(order.number)}"
        ></iframe>
      </div>
    </section>`,
  };
}
