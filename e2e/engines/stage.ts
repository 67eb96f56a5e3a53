import { writeFile } from 'node:fs/promises';

import { test } from '@playwright/test';

import { hostPage } from '../support/host-page.ts';
import type { Heard, HostPage } from '../support/host-page.ts';
import type { HostSite } from '../support/host-site.ts';
import type { Mint } from '../support/tokens.ts';
import type { Box, Visitor } from './visitor.ts';

/**
 * A page of a careful customer: it allows scripts from two places and nothing else.
 *
 * @param token what the customer's backend says of the visitor
 */
export function carefulPage(
  site: HostSite,
  mint: Mint,
  page: HostPage,
  token: Parameters<Mint>[0] = { survey: 'srv_short', respondent: test.info().testId },
): string {
  site.token('/survey-token', () => mint(token));
  const csp = [
    "default-src 'none'",
    `script-src 'self' ${page.service}`,
    `connect-src 'self' ${page.service}`,
    "style-src 'none'",
    'img-src data:',
    "require-trusted-types-for 'script'",
    'trusted-types otklik',
  ].join('; ');
  const attributes = `token-url="/survey-token" ${page.attributes ?? ''}`;
  return hostPage(site, '/', { csp, ...page, attributes });
}

/** What the page heard of the element, and of breaches of its policy. */
export async function heardBy(visitor: Visitor): Promise<readonly Heard[]> {
  return (await visitor.ask('window.seen')) as Heard[];
}

const box = `document.querySelector('otklik-survey').shadowRoot?.querySelector('[part=survey]')`;

/** The words of the survey as they stand on the screen; none while it is not to be seen. */
export async function wordsOf(visitor: Visitor): Promise<string> {
  return String(await visitor.ask(`${box}?.checkVisibility() ? ${box}.innerText : ''`));
}

export async function boxOf(visitor: Visitor): Promise<Box> {
  const edges = "['left', 'top', 'right', 'bottom']";
  return (await visitor.ask(
    `Object.fromEntries(${edges}.map((edge) => [edge, ${box}.getBoundingClientRect()[edge]]))`,
  )) as Box;
}

/** What there is to see of the page. */
export async function roomOf(visitor: Visitor): Promise<Box> {
  return (await visitor.ask(
    '({ left: 0, top: 0, right: innerWidth, bottom: innerHeight })',
  )) as Box;
}

/** Around what has the focus in the survey, or around the face that is drawn for it. */
export async function hasFocusRing(visitor: Visitor): Promise<boolean> {
  const focused = `${box}.getRootNode().activeElement`;
  return (await visitor.ask(
    `[${focused}, ${focused}?.nextElementSibling].some((element) =>
      element && getComputedStyle(element).outlineStyle !== 'none')`,
  )) as boolean;
}

/** As the browser has computed it, on the survey's outermost box. */
export async function styleOf(visitor: Visitor, property: string): Promise<string> {
  return String(await visitor.ask(`getComputedStyle(${box}).getPropertyValue('${property}')`));
}

/** For a person to look at, among the test's results. */
export async function keepPicture(visitor: Visitor, name: string): Promise<void> {
  const path = test.info().outputPath(`${name}.png`);
  await writeFile(path, await visitor.picture());
  await test.info().attach(name, { path });
}
