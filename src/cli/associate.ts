import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Command } from 'commander';

import { associationFiles } from '../backend/index.ts';
import { androidApps } from '../service/app-settings.ts';

import { terminalOf } from './terminal.ts';
import type { World } from './world.ts';

interface AssociateOptions {
  readonly ios?: string[];
  readonly android?: string[];
  readonly path?: string[];
  readonly out: string;
  readonly json?: true;
}

export function addAssociate(program: Command, world: World): void {
  program
    .command('associate')
    .description('write the files by which links of your domain open your apps')
    .option('--ios <team.bundle...>', 'an iOS app, such as ABCDE12345.com.example.shop')
    .option(
      '--android <package=fingerprint...>',
      'an Android app with the SHA-256 of a certificate that signs it',
    )
    .option('--path <pattern...>', 'links that iOS hands to the app (default: /s/*)')
    .option('--out <folder>', 'the root of your site', '.')
    .addHelpText(
      'after',
      `
Serve them at the root of the domain of your links, over https, without a redirect, as application/json.
Where the service itself has that domain, set OTKLIK_IOS_APPS and OTKLIK_ANDROID_APPS instead.

Example:
  $ otklik associate --ios ABCDE12345.com.example.shop \\
      --android com.example.shop=14:6D:E9:… --out public`,
    )
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<AssociateOptions>();
      const { ios, android, path: paths, out, json } = options;
      const files = associationFiles({ ios, android: androidApps(android ?? []), paths });
      const written = await writeAll(files, out);
      const terminal = terminalOf(world);
      if (json) return terminal.json({ written });
      for (const file of written) terminal.say(file);
    });
}

async function writeAll(files: Readonly<Record<string, string>>, out: string): Promise<string[]> {
  return await Promise.all(
    Object.entries(files).map(async ([path, content]) => {
      const file = join(out, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
      return file;
    }),
  );
}
