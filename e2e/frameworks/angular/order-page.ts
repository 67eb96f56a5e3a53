import { NgTemplateOutlet } from '@angular/common';
import { Component, computed, signal } from '@angular/core';

import { OrderSurvey } from './order-survey.ts';

interface Card {
  readonly id: string;
  readonly text: string;
}

/** An order, in cards that its owner arranges. */
@Component({
  selector: 'order-page',
  imports: [NgTemplateOutlet, OrderSurvey],
  template: `
    <h1>Order {{ order.number }}</h1>
    <label>
      Language
      <select #languages (change)="lang.set(languages.value)">
        <option>en</option>
        <option>ru</option>
      </select>
    </label>
    <button (click)="isHidden.set(!isHidden())">
      {{ isHidden() ? 'Show' : 'Hide' }} the survey
    </button>
    <button (click)="isLast.set(!isLast())">Survey {{ isLast() ? 'first' : 'last' }}</button>
    <button (click)="isAside.set(!isAside())">Survey {{ isAside() ? 'back' : 'aside' }}</button>
    <p role="status">{{ answered() && 'Thank you for ' + answered() }}</p>
    <ng-template #asked>
      <order-survey
        [order]="order"
        [lang]="lang()"
        [isHidden]="isHidden()"
        (answered)="answered.set($event)"
      />
    </ng-template>
    <ul>
      @for (card of cards(); track card.id) {
        <li>
          @if (card.id === 'survey' && !isAside()) {
            <ng-container [ngTemplateOutlet]="asked" />
          }
          {{ card.text }}
        </li>
      }
    </ul>
    <aside>
      @if (isAside()) {
        <ng-container [ngTemplateOutlet]="asked" />
      }
    </aside>
  `,
})
export class OrderPage {
  readonly order = { number: '1042', total: 18.9 };
  readonly lang = signal('en');
  readonly isHidden = signal(false);
  readonly isLast = signal(false);
  readonly isAside = signal(false);
  readonly answered = signal('');
  readonly cards = computed(() => (this.isLast() ? [...others, survey] : [survey, ...others]));
}

const survey: Card = { id: 'survey', text: '' };
const others: readonly Card[] = [
  { id: 'delivery', text: 'Arrived today' },
  { id: 'goods', text: 'Sencha, 100 g' },
  { id: 'receipt', text: 'Paid 18.9' },
];
