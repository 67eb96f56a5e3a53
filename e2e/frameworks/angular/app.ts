import { Component, signal } from '@angular/core';

import { OrderPage } from './order-page.ts';

/** A single-page app: its routes are the browser's history. */
@Component({
  selector: 'shop-app',
  imports: [OrderPage],
  host: { '(window:popstate)': 'follow()' },
  template: `
    <nav>
      <a href="/" (click)="go($event, '/')">Order</a>
      <a href="/help" (click)="go($event, '/help')">Help</a>
    </nav>
    <main>
      @if (path() === '/help') {
        <h1>Help</h1>
      } @else {
        <order-page />
      }
    </main>
  `,
})
export class App {
  readonly path = signal(location.pathname);

  go(event: Event, to: string): void {
    event.preventDefault();
    history.pushState(null, '', to);
    this.follow();
  }

  follow(): void {
    this.path.set(location.pathname);
  }
}
