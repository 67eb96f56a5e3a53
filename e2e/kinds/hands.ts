import type { Page } from '@playwright/test';

import type { Step } from './surveys/index.ts';
import { expect } from './gallery.ts';

/** Answers with nothing but a keyboard. */
export async function follow(page: Page, steps: readonly Step[]): Promise<void> {
  // The browser hands its dialog over once somebody listens, and not in the same moment.
  page.on('filechooser', () => undefined);
  for (const [index, step] of steps.entries()) {
    const next = steps[index + 1];
    const opens = typeof next === 'object' && 'file' in next;
    if (typeof step === 'string') await page.keyboard.press(step);
    else if ('to' in step) {
      await tabTo(page, step.to);
      if (opens) await choose(page, next.file);
    } else if ('write' in step) await page.keyboard.type(step.write);
  }
}

/** Tab, until something of this name has the focus; each name but once around the page. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  const focused = page.locator('otklik-survey :focus');
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(focused).toHaveAccessibleName(name, { timeout: 100 });
  }).toPass({ intervals: [0], timeout: 15_000 });
}

async function choose(page: Page, name: string): Promise<void> {
  const opened = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  const file = { name, mimeType: 'text/plain', buffer: Buffer.from('Still warm.\n') };
  await (await opened).setFiles(file);
  // It travels while one reads on.
  await expect(page.locator('otklik-survey li', { hasText: name })).toContainText('· Sent');
}
