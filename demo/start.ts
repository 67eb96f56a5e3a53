import { once } from 'node:events';

import { createClient } from 'otklik/backend';
import { readSettings, startService } from 'otklik/service';

import { prepareProject } from './preparation.ts';
import { rootKey } from './root-key.ts';
import { serveShop } from './shop/serve.ts';
import { connectWorkplace, openWorkplace } from './workplace.ts';
import type { Workplace } from './workplace.ts';

/** `npm start`: the survey service and a shop that uses it, in one process, on the embedded database. */
try {
  await start();
} catch (error) {
  console.error(`\n${sentence(error)}\n`);
  // Something may still hold the process: what has been stored is on the disk already.
  process.exit(1);
}

async function start(): Promise<void> {
  const { env } = process;
  const dataDir = env['OTKLIK_DATA_DIR'] ?? './data';
  const apiKey = await rootKey(dataDir, env['OTKLIK_ROOT_KEY']);
  const settings = readSettings({ OTKLIK_LOG_LEVEL: 'warn', ...env, OTKLIK_ROOT_KEY: apiKey });
  const shopPort = port(env['OTKLIK_DEMO_PORT'] ?? '8788');
  const workplace = await openWorkplace(shopPort && shopPort + 1);
  const ownHosts = [...(settings.ownHosts ?? []), ...workplace.hosts];
  const service = await startService({ ...settings, ownHosts });
  const root = createClient({ endpoint: service.url, apiKey });
  const shopKey = await prepareProject(root);
  const client = createClient({ endpoint: service.url, apiKey: shopKey });
  const shop = await serveShop({ port: shopPort, service: service.url, client });
  await root.changeProject({ origins: [shop.origin] });
  await connectWorkplace(root, workplace);
  console.log(welcome(shop.origin, service.url, dataDir, workplace));

  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  console.log('\nStopping: what is in flight is finished first.');
  await shop.close();
  await service.stop();
  await workplace.close();
}

function welcome(
  shop: string,
  service: string,
  dataDir: string,
  { amoCrm, bitrix24, slack, powerBi }: Workplace,
): string {
  return `
  The shop is open     ${shop}
  Its answers          ${shop}/results
  The survey service   ${service}
  A deal in amoCRM     ${amoCrm.url}
  A deal in Bitrix24   ${bitrix24.url}
  A Slack channel      ${slack.url}
  A report             ${powerBi.url}

  Close a deal: its card gets a link to the survey, and then the answers (the four are stand-ins).
  Order a tea, let it arrive, and answer: on this screen, or in the shop's app at ${shop}/phone
  Data and the root key are in ${dataDir}. Ctrl-C stops everything.
`;
}

function port(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && number < 65_536) return number;
  throw new Error(`OTKLIK_DEMO_PORT is "${text}"; it must be a port, 0 to 65535.`);
}

/** What went wrong, and what to do: nobody who tries a demo wants a stack trace. */
function sentence(error: unknown): string {
  if (isAddressError(error)) {
    const shopPort = Number(process.env['OTKLIK_DEMO_PORT'] ?? 8788);
    const [name, what] =
      error.port >= shopPort && error.port <= shopPort + 4
        ? ['OTKLIK_DEMO_PORT', 'the shop and the stand-ins after it']
        : ['OTKLIK_PORT', 'the survey service'];
    return `Port ${error.port} is taken by another program. Stop that one, or choose another port for ${what}: ${name}=9000 npm start`;
  }
  if (error instanceof Error) return error.message;
  return String(error);
}

function isAddressError(error: unknown): error is { readonly port: number } {
  return (
    error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error
  );
}
