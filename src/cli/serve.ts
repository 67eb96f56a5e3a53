import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Command } from 'commander';

import type { Settings } from '../service/index.ts';

import { onThisMachine } from './on-this-machine.ts';
import { painted, terminalOf } from './terminal.ts';
import type { World } from './world.ts';

interface ServeOptions {
  readonly port?: string;
  readonly dataDir?: string;
  readonly json?: true;
}

export function addServe(program: Command, world: World): void {
  program
    .command('serve')
    .description('run the survey service until it is told to stop')
    .option('--port <port>', 'the port to listen on (default: OTKLIK_PORT, else 8787)')
    .option(
      '--data-dir <folder>',
      'the folder of the embedded database (default: OTKLIK_DATA_DIR, else ./data)',
    )
    .addHelpText(
      'after',
      `
Nothing has to be installed: without OTKLIK_DATABASE_URL the database is a folder. It brings its tables
up to date by itself. Ctrl-C or SIGTERM stops it gracefully: it finishes what is in flight; a second one
ends it at once, and no acknowledged answer is lost then either.

Examples:
  $ OTKLIK_ROOT_KEY=otk_$(openssl rand -hex 24) otklik serve
  $ OTKLIK_ORIGINS=https://shop.example.com OTKLIK_DATABASE_URL=postgres://… otklik serve --port 80`,
    )
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<ServeOptions>();
      await onThisMachine(environment(options, world), async ({ startService }, settings) => {
        const told = stopSignal();
        const service = await startService(settings);
        announce(service.url, settings, options.json === true, world);
        await told;
        terminalOf(world).note(
          'Stopping: what is in flight is finished first. Once more: at once.',
        );
        await service.stop();
      });
    });
}

/** Arguments go before the environment. */
function environment({ port, dataDir }: ServeOptions, { env }: World): World['env'] {
  return {
    ...env,
    ...(port !== undefined && { OTKLIK_PORT: port }),
    ...(dataDir !== undefined && { OTKLIK_DATA_DIR: dataDir }),
  };
}

/** Resolves at the first signal; the second one then has the system's usual effect. */
async function stopSignal(): Promise<void> {
  const end = new AbortController();
  const signals = ['SIGTERM', 'SIGINT'].map((name) => once(process, name, { signal: end.signal }));
  await Promise.race(signals);
  end.abort();
  await Promise.allSettled(signals);
}

/** On standard error: standard output belongs to the log. */
function announce(url: string, settings: Settings, asJson: boolean, world: World): void {
  const { note } = terminalOf(world);
  const folder =
    settings.databaseUrl === undefined ? resolve(settings.dataDir ?? 'data') : undefined;
  if (asJson) {
    const database = folder === undefined ? 'postgres' : 'pglite';
    return note(JSON.stringify({ url, database, dataDir: folder, pid: process.pid }));
  }
  note(`${painted('bold', 'Otklik listens at', world.stderr, world.env)} ${url}`);
  const where = folder === undefined ? "PostgreSQL's" : "this machine's";
  note(`  data        ${folder ?? 'PostgreSQL'}`);
  note(`  durability  an answer is acknowledged only once it is on ${where} disk`);
  note(`  API         ${url}/openapi.json`);
  if (settings.rootKey === undefined) {
    note('OTKLIK_ROOT_KEY is not set: only API keys made before can call this service.');
  }
}
