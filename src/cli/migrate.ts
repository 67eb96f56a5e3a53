import { resolve } from 'node:path';
import type { Command } from 'commander';

import { onThisMachine } from './on-this-machine.ts';
import { terminalOf } from './terminal.ts';
import type { World } from './world.ts';

export function addMigrate(program: Command, world: World): void {
  program
    .command('migrate')
    .description('bring the tables of the database up to date, and exit')
    .option(
      '--data-dir <folder>',
      'the folder of the embedded database (default: OTKLIK_DATA_DIR, else ./data)',
    )
    .addHelpText(
      'after',
      `
"otklik serve" does this by itself when it starts. Run it before, when many of them start at once
or when deploying and migrating are separate steps.

Examples:
  $ otklik migrate
  $ OTKLIK_DATABASE_URL=postgres://otklik@db.internal/otklik otklik migrate`,
    )
    .action(async (_, command: Command) => {
      const { dataDir, json } = command.optsWithGlobals<{ dataDir?: string; json?: true }>();
      const env = { ...world.env, ...(dataDir !== undefined && { OTKLIK_DATA_DIR: dataDir }) };
      await onThisMachine(env, async ({ openDatabase }, settings) => {
        const folder = resolve(settings.dataDir ?? 'data');
        const database = await openDatabase({ url: settings.databaseUrl, dataDir: folder });
        const { kind } = database;
        await database.close();
        const terminal = terminalOf(world);
        if (json) return terminal.json({ database: kind, upToDate: true });
        terminal.say(`The tables are up to date (${kind === 'postgres' ? 'PostgreSQL' : folder}).`);
      });
    });
}
