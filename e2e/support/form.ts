import type { Locator, Page } from '@playwright/test';
import type { Question } from 'otklik/protocol';

/** Answers one question by the form's own controls, found by their names, as a browser sends them. */
export async function fillIn(page: Page, question: Question, value: unknown): Promise<void> {
  const named = (name: string): Locator => page.locator(`[name="${name}"]`);
  const { id, type } = question;
  if (type === 'matrix') {
    for (const [row, chosen] of Object.entries(value as Record<string, string | string[]>)) {
      for (const column of [chosen].flat()) await mark(named(`${id}.${row}`), column);
    }
  } else if (type === 'ranking') {
    for (const [at, choice] of (value as string[]).entries()) {
      await named(`${id}.${choice}`).selectOption(String(at + 1));
    }
  } else if (type === 'address' || type === 'contact') {
    for (const [part, text] of Object.entries(value as Record<string, string>)) {
      await named(`${id}.${part}`).fill(text);
    }
  } else if (type === 'slider' && question.range === true) {
    const [from, to] = value as [number, number];
    await named(`${id}.from`).fill(String(from));
    await named(`${id}.to`).fill(String(to));
  } else if (type === 'signature') await named(id).fill((value as string).replace('name:', ''));
  else await fillPlain(named(id), value as Plain);
}

/** What is not made of parts. */
type Plain = string | number | boolean | readonly string[];

async function fillPlain(controls: Locator, value: Plain): Promise<void> {
  const kind = await controls.first().evaluate(({ tagName }) => tagName);
  if (kind === 'SELECT') return void (await controls.selectOption(String(value)));
  const type = await controls.first().getAttribute('type');
  if (type !== 'radio' && type !== 'checkbox') return await controls.fill(String(value));
  for (const one of [value].flat()) await mark(controls, String(one));
}

/** With the pointer, as people do: the input itself lies under its face, and takes the click. */
async function mark(controls: Locator, value: string): Promise<void> {
  await controls.and(controls.page().locator(`[value="${value}"]`)).click({ force: true });
}
