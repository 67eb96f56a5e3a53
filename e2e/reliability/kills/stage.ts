/** Where a storm takes place: service, line, customer's site and ledger, with one page that answers by itself. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';

import type { StoredResponse } from 'otklik/protocol';

import { bundled } from '../../support/bundle.ts';
import { createHostSite } from '../../support/host-site.ts';
import type { HostSite } from '../../support/host-site.ts';
import { blankDataDir, createTestService } from '../../support/service.ts';
import type { TestService } from '../../support/service.ts';
import { publishFile } from '../../support/surveys.ts';
import { offlineMint } from '../../support/tokens.ts';
import type { Row } from '../checker.ts';
import { createFaultyLine } from '../faulty-line.ts';
import type { FaultyLine } from '../faulty-line.ts';
import { createLedger } from '../ledger.ts';
import type { Ledger } from '../ledger.ts';
import { screens } from './people.ts';
import type { People } from './people.ts';

export interface Stage {
  readonly service: TestService;
  readonly line: FaultyLine;
  readonly ledger: Ledger;
  /** Of the page on which people answer; with `?drain` it only brings out what waits. */
  readonly page: string;
  /** All that the service has. */
  rows(): Promise<readonly Row[]>;
  /** What it has of one response; throws while it is down. */
  row(id: string): Promise<Row | undefined>;
  clear(): Promise<void>;
}

export interface Scenery {
  /** A module of `page/` whose `prepare` changes the page's world before the widget is there. */
  readonly prelude?: string | undefined;
  readonly latencyMs?: number | undefined;
}

export async function setStage(
  people: People,
  { prelude, latencyMs = 0 }: Scenery = {},
): Promise<Stage> {
  const service = await createTestService(await blank());
  const site = await createHostSite();
  const line = await createFaultyLine(service.origin, { latencyMs: () => latencyMs });
  const ledger = await createLedger(() => people.turn());
  const clear = async (): Promise<void> => {
    await line.close();
    await site.close();
    await ledger.close();
    await service.remove();
  };
  try {
    await service.start();
    await invite(service, site);
    const setting = { ledger: ledger.origin, service: line.origin, screens };
    site.script('/page.js', await pageCode(setting, prelude));
    site.page('/', html);
  } catch (error) {
    await clear();
    throw error;
  }
  ledger.listen(({ kind }) => {
    if (kind === 'over') people.next();
  });
  const { client } = service;
  return {
    service,
    line,
    ledger,
    page: `${site.origin}/`,
    async rows() {
      const rows: Row[] = [];
      for await (const response of client.listResponses.all({})) rows.push(rowOf(response));
      return rows;
    },
    row: async (id) => {
      const found = await client.getResponse({ id }).catch((error: unknown) => {
        if ((error as { readonly code?: string }).code === 'response_unknown') return undefined;
        throw error;
      });
      return found && rowOf(found);
    },
    clear,
  };
}

/** A database with its tables, made once: every stage begins with a copy. */
const blank = once(async () => {
  const folder = await blankDataDir();
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
});

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** The customer's part: the survey is published, and the site's backend mints tokens. */
async function invite({ client }: TestService, site: HostSite): Promise<void> {
  await publishFile(client, join(import.meta.dirname, 'survey.json'));
  await client.changeProject({ origins: [site.origin] });
  const mint = await offlineMint(client);
  site.token('/survey-token', (request) => {
    const query = new URL(request.url ?? '/', site.origin).searchParams;
    const { occasion = '', respondent = '', ...others } = Object.fromEntries(query);
    const variables = { orderNumber: occasion, ...others };
    return mint({ survey: 'srv_storm', respondent, variables });
  });
}

const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>A customer's page</title>
<link rel="icon" href="data:,">
<body><script type="module" src="/page.js"></script></body>
</html>`;

async function pageCode(setting: object, prelude: string | undefined): Promise<string> {
  const module = (path: string): string => JSON.stringify(join(import.meta.dirname, 'page', path));
  const source = `
    ${prelude === undefined ? '' : `import { prepare } from ${module(prelude)}; prepare();`}
    import { live } from ${module('respondent.ts')};
    live(${JSON.stringify(setting)});
  `;
  const files = await bundled(source);
  const code = files.get('app.js');
  if (code === undefined || files.size > 1) throw new Error('The page was bundled otherwise.');
  return code;
}

function rowOf({ id, respondent, status, answers, variables }: StoredResponse): Row {
  const values = Object.entries(answers).map(([question, { value }]) => [question, value] as const);
  const occasion = String(variables['orderNumber']?.value);
  return { id, occasion, respondent, status, answers: Object.fromEntries(values) };
}
