/** A person's eyes and hands, on the widget's own controls. */
import type { AnswerValue } from 'otklik/protocol';

import type { Screens } from '../people.ts';

type Element = HTMLElement & { explain?: () => { readonly step: string } };

/** Where the respondent is: the id of a screen, or `thanks`, `failed`, `not-asked`; undefined: nowhere yet. */
export function whereabouts(screens: Screens): string | undefined {
  const step = element()?.explain?.().step;
  if (step === undefined || step === 'not-asked') return step;
  if (part('thanks') !== null) return 'thanks';
  if (part('failed') !== null) return 'failed';
  return screens.find(({ questions }) => control(Object.keys(questions)[0] ?? '') !== undefined)
    ?.id;
}

/** Answers one question. */
export function put(
  question: string,
  values: 'words' | readonly (string | number)[],
  value: AnswerValue,
  isTap: boolean,
): void {
  const found =
    values === 'words' ? control(question) : radios(question)[values.indexOf(value as string)];
  if (found === undefined) throw new Error(`There is no ${question}.`);
  if (isTap)
    found.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
  if (found instanceof HTMLInputElement && found.type === 'radio') return found.click();
  found.value = typeof value === 'string' ? value : '';
  found.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  // Some leave the field before they press the button, which stores it once more.
  if (isTap) found.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Whether the button was there to be pressed. */
export function press(name: 'next' | 'back' | 'retry'): boolean {
  const button = part(name);
  button?.click();
  return button !== null;
}

export function deliveryText(): string {
  return part('delivery')?.textContent?.trim() ?? '';
}

/** Looks again and again; undefined when it has not come in time. */
export async function until<T>(
  look: () => T | undefined,
  withinMs: number,
): Promise<T | undefined> {
  const end = performance.now() + withinMs;
  while (performance.now() < end) {
    const seen = look();
    if (seen !== undefined) return seen;
    await pause(4);
  }
  return undefined;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function element(): Element | null {
  return document.querySelector('otklik-survey');
}

function part(name: string): HTMLElement | null {
  return element()?.shadowRoot?.querySelector(`[part~=${name}]`) ?? null;
}

function control(question: string): HTMLInputElement | HTMLTextAreaElement | undefined {
  return (
    radios(question)[0] ??
    element()?.shadowRoot?.querySelector(`textarea#${question}, input#${question}`) ??
    undefined
  );
}

function radios(question: string): readonly HTMLInputElement[] {
  const root = element()?.shadowRoot;
  return [
    ...(root?.querySelectorAll<HTMLInputElement>(`input[type=radio][name=${question}]`) ?? []),
  ];
}
