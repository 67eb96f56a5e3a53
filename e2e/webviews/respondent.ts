import { expect } from '@playwright/test';

import type { App } from './app.ts';
import type { WebView } from './web-view.ts';

const survey = `document.querySelector('otklik-survey')`;
const words = `${survey}?.shadowRoot?.querySelector('[part=survey]')?.innerText ?? ''`;
const WAIT = { timeout: 30_000 };

export function sees(view: WebView, text: string): Promise<void> {
  return expect.poll(() => view.ask(words), WAIT).toContain(text);
}

/** As a finger would, but for the finger: web views have no driver but the page's own script. */
export async function choose(view: WebView, nth: number): Promise<void> {
  await view.ask(`void ${survey}.shadowRoot.querySelectorAll('input')[${nth}].click()`);
}

/** On to the next screen. @param screens so many have been answered then */
export async function goOn(view: WebView, app: App, screens: number): Promise<void> {
  const answered = (): number => app.heard.filter(({ type }) => type === 'answered').length;
  const next = `${survey}.shadowRoot.querySelector('[part~=next]')`;
  await expect.poll(() => view.ask(`${next} !== null`), WAIT).toBe(true);
  await view.ask(`void ${next}.click()`);
  await expect.poll(answered, WAIT).toBe(screens);
}
