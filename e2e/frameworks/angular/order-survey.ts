import { Component, CUSTOM_ELEMENTS_SCHEMA, EventEmitter, Input, Output } from '@angular/core';
import 'otklik/define';
import type { OtklikCompletedEvent } from 'otklik';

@Component({
  selector: 'order-survey',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <otklik-survey
      survey="srv_delivery"
      endpoint="https://surveys.example.com"
      display="inline"
      [lang]="lang"
      [hidden]="isHidden"
      [context]="{ orderNumber: order.number, basket: order.total }"
      [getToken]="getToken"
      (otklik-completed)="tell($event)"
    ></otklik-survey>
  `,
})
export class OrderSurvey {
  @Input() order = { number: '', total: 0 };
  @Input() lang = '';
  @Input() isHidden = false;
  @Output() readonly answered = new EventEmitter<string>();

  /** From the shop's own backend, for the customer who is logged in. */
  async getToken(): Promise<string> {
    const reply = await fetch('/survey-token', { method: 'POST' });
    const { token } = (await reply.json()) as { token: string };
    return token;
  }

  tell({ responseId }: OtklikCompletedEvent): void {
    this.answered.emit(responseId);
  }
}
