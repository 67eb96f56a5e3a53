import { isDeepStrictEqual } from 'node:util';

import { expect } from '@playwright/test';

import { factsOf } from './visitor.ts';
import type { Box, Facts, Key, Thing, Visitor } from './visitor.ts';
import { WebDriverError } from './webdriver.ts';
import type { ElementReference, WebDriver, WebDriverSession } from './webdriver.ts';

/** https://www.w3.org/TR/webdriver2/#keyboard-actions */
const keys: Readonly<Record<Key, string>> = {
  ArrowDown: '\uE015',
  Backspace: '\uE003',
  Enter: '\uE007',
  Escape: '\uE00C',
  Space: ' ',
  Tab: '\uE004',
};

/** A person at WebKitGTK's small browser, with storage of their own. */
export async function visitWithWebKit(
  driver: WebDriver,
  browser: string,
  window: { readonly width: number; readonly height: number },
): Promise<Visitor> {
  const session = await driver.session({
    'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] },
  });
  await session.resize(window.width, window.height);
  return {
    open: (url) => session.go(url),
    reload: () => session.reload(),
    async tap(thing) {
      const { left, top, right, bottom } = await aim(session, thing);
      await session.tapAt((left + right) / 2, (top + bottom) / 2);
    },
    press: (key) => session.press([keys[key]]),
    type: (text) => session.press(Array.from(text)),
    look: (thing) => look(session, thing),
    ask: (expression) => session.call(`() => (${expression})`),
    async picture() {
      // Until something has been painted, a picture is blank.
      await session.call(String(twoFrames));
      return session.picture();
    },
    leave: () => session.end(),
  };
}

/** Waits for the thing, and until it stands still in view. */
async function aim(session: WebDriverSession, thing: Thing): Promise<Box> {
  let aimed: Box | undefined;
  await expect
    .poll(
      async () => {
        const before = (await look(session, thing, bringIntoView))?.box;
        aimed = (await look(session, thing))?.box;
        return aimed !== undefined && isDeepStrictEqual(before, aimed);
      },
      { message: `${thing.role} ${String(thing.name)}` },
    )
    .toBe(true);
  return aimed ?? { left: 0, top: 0, right: 0, bottom: 0 };
}

/** @param first what is done in the page with the thing before it is looked at */
async function look(
  session: WebDriverSession,
  thing: Thing,
  first?: (element: Element) => void,
): Promise<Facts | undefined> {
  try {
    const element = await find(session, thing);
    if (element === undefined) return undefined;
    if (first !== undefined) await session.call(String(first), element);
    return (await session.call(String(factsOf), element)) as Facts;
  } catch (error) {
    // The page was drawn anew meanwhile: what was there a moment ago is not.
    if (error instanceof WebDriverError && error.code === 'stale element reference')
      return undefined;
    throw error;
  }
}

/** WebDriver knows no search by role and name, but tells an element's. */
async function find(
  session: WebDriverSession,
  { role, name }: Thing,
): Promise<ElementReference | undefined> {
  for (const element of (await session.call(String(visibleThings))) as ElementReference[]) {
    if ((await session.roleOf(element)) !== role) continue;
    if (name.test(await session.nameOf(element))) return element;
  }
  return undefined;
}

/** The following run in the page. */

function visibleThings(): Element[] {
  const things = 'a[href], button, input, textarea, select, dialog, [role], h1, h2';
  const survey = document.querySelector('otklik-survey')?.shadowRoot;
  return [document, survey]
    .flatMap((root) => [...(root?.querySelectorAll(things) ?? [])])
    .filter((element) => element.checkVisibility());
}

function bringIntoView(element: Element): void {
  element.scrollIntoView({ block: 'nearest' });
}

function twoFrames(): Promise<unknown> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(resolve));
  });
}
