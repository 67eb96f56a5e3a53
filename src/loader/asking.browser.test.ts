import { afterEach, beforeEach, expect, it } from 'vitest';

import { setDefaultEndpoint } from '../widget/endpoint.ts';
import { openPage } from '../widget/testing/page.ts';
import type { Page } from '../widget/testing/page.ts';
import { token } from '../widget/testing/samples.ts';
import { ask } from './asking.ts';
import type { Outcome } from './lookout.ts';
import { ruleOf } from './testing/visit.ts';

let page: Page;
let leaving: AbortController;

beforeEach(() => {
  page = openPage();
  leaving = new AbortController();
  setDefaultEndpoint(page.endpoint);
});
afterEach(() => {
  page.leave();
  setDefaultEndpoint('');
});

const rule = ruleOf({ when: { all: [{ on: 'exit' }] }, display: 'dialog', pauseDays: 90 });
const tokenUrl = (): string =>
  `data:application/json,${JSON.stringify({ token: token({ iss: page.project, jti: crypto.randomUUID() }) })}`;
const asks = (dataset: DOMStringMap = { tokenUrl: tokenUrl(), theme: 'dark' }): Promise<Outcome> =>
  ask(dataset, rule, { orderNumber: 'A-7' }, leaving.signal);
const element = (): Element | null => document.querySelector('otklik-survey');

it('a survey is shown as the rule and the script tag say, and pauses as long as the rule wants', async () => {
  expect(await asks()).toEqual({ rest: 'asked', pauseDays: 90 });
  expect(element()?.outerHTML).toMatch(/theme="dark".*survey="srv_rule".*display="dialog"/);
  expect(page.sessions).toMatchObject([{ survey: 'srv_rule', page: { orderNumber: 'A-7' } }]);
  leaving.abort();
  expect(element()).toBeNull();
});

it('one that the service does not want leaves nothing in the page', async () => {
  page.refuse = () => Response.json({ ask: false, reason: 'fatigue' });
  expect(await asks()).toEqual({ rest: 'not-asked', pauseDays: 1 });
  expect(element()).toBeNull();
});

it('one that cannot be had is no respondent’s concern', async () => {
  page.refuse = () => Response.json({ code: 'internal' }, { status: 500 });
  expect(await asks({ tokenUrl: 'data:text/plain,' })).toEqual({ rest: 'failed', pauseDays: 0 });
  expect(element()).toBeNull();
});

it('one that is taken away before it has come says so', async () => {
  page.refuse = () => new Promise(() => undefined);
  const asked = asks();
  leaving.abort();
  expect(await asked).toEqual({ rest: 'failed', pauseDays: 0 });
  expect(element()).toBeNull();
  expect(await asks()).toEqual({ rest: 'failed', pauseDays: 0 });
});
