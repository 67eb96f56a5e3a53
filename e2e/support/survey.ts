import { expect } from '@playwright/test';
import type { FrameLocator, Locator, Page } from '@playwright/test';

interface File {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** What a respondent does with a survey. Finds things by role and name, as assistive technology does. */
export interface Survey {
  readonly element: Locator;
  /** The heading or label with these words. */
  question(title: string | RegExp): Locator;
  /** Taps a point of the scale that stands alone on its screen: the survey goes on by itself. */
  score(value: number): Promise<void>;
  /** Taps a choice that stands alone on its screen: the survey goes on by itself. */
  decide(label: string | RegExp): Promise<void>;
  /** Taps a choice among other questions. */
  choose(label: string | RegExp): Promise<void>;
  write(title: string | RegExp, text: string): Promise<void>;
  /** To the first field for files, as soon as it takes any: what keeps them is loaded with the question. */
  add(file: File): Promise<void>;
  next(): Promise<void>;
  readonly back: Locator;
  readonly close: Locator;
}

const words = {
  next: /^(next|send|skip|далее|отправить|пропустить)$/i,
  back: /^(back|назад)$/i,
  close: /^(close|закрыть)$/i,
};

export function surveyOn(
  page: Page | FrameLocator,
  element: Locator = page.locator('otklik-survey'),
): Survey {
  return {
    element,
    question: (title) => element.getByText(title).first(),
    score: (value) => goOn(element.getByRole('radio', { name: new RegExp(`^${value}(\\D|$)`) })),
    decide: (label) => goOn(element.getByLabel(label)),
    choose: (label) => tap(element.getByLabel(label)),
    write: (title, text) => element.getByRole('textbox', { name: title }).fill(text),
    async add(file) {
      const field = element.locator('input[type=file]').first();
      await expect(field).toBeEnabled();
      await field.setInputFiles(file);
    },
    next: () => element.getByRole('button', { name: words.next }).click(),
    back: element.getByRole('button', { name: words.back }),
    close: element.getByRole('button', { name: words.close }),
  };
}

/** With the pointer, as people do: the input itself is covered by its face. */
async function tap(input: Locator): Promise<void> {
  await input.click({ force: true });
}

/** A tap in a survey's first moments only chooses, as it may have been meant for the page: people tap again. */
async function goOn(input: Locator): Promise<void> {
  await expect(async () => {
    await input.click({ force: true, timeout: 1000 });
    await expect(input).toBeHidden({ timeout: 1000 });
  }).toPass();
}
