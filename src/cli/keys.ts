import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';

import { Scope } from '../protocol/index.ts';
import type { Key } from '../protocol/index.ts';

import { connectionOf } from './connection.ts';
import { timeToCome } from './moments.ts';
import { painted, shortTime, terminalOf } from './terminal.ts';
import type { World } from './world.ts';

export function addKeys(program: Command, world: World): void {
  const keys = program.command('keys').description('API keys for your backends');
  addCreate(keys, world);
  addList(keys, world);
  addRevoke(keys, world);
}

interface CreateOptions {
  readonly name: string;
  readonly scope: readonly Scope[];
  readonly expires?: string;
  readonly json?: true;
}

function addCreate(keys: Command, world: World): void {
  keys
    .command('create')
    .description('create a key; its secret is printed this once')
    .requiredOption('--name <name>', 'what you will know it by')
    .requiredOption('--scope <scope...>', `what it may do: ${Scope.options.join(', ')}`, addScope)
    .option('--expires <time>', 'when it ends: a date, or days from now such as 90d', timeToCome)
    .addHelpText(
      'after',
      `
Examples:
  $ otklik keys create --name "shop backend" --scope tokens:mint
  $ otklik keys create --name "reports" --scope responses:read surveys:read --expires 90d
  $ OTKLIK_API_KEY=$(otklik keys create --name ci --scope surveys:write --json | jq -r .secret)`,
    )
    .action(async (_, command: Command) => {
      const { name, scope, expires, json } = command.optsWithGlobals<CreateOptions>();
      const request = { name, scopes: [...new Set(scope)], ...(expires && { expiresAt: expires }) };
      const key = await connectionOf(command, world).client().createKey(request);
      const terminal = terminalOf(world);
      if (json) return terminal.json(key);
      const { stderr, env } = world;
      terminal.note(`${key.id} "${key.name}" may: ${key.scopes.join(', ')}`);
      terminal.say(key.secret);
      terminal.note(
        painted(
          'yellow',
          'Keep it now, where you keep passwords: it is not shown again.',
          stderr,
          env,
        ),
      );
    });
}

function addList(keys: Command, world: World): void {
  keys
    .command('list')
    .description('list the keys, without their secrets')
    .option('--all', 'those revoked or expired too')
    .action(async (_, command: Command) => {
      const { all, json } = command.optsWithGlobals<{ all?: true; json?: true }>();
      const found: Key[] = [];
      for await (const key of connectionOf(command, world).client().listKeys.all()) {
        if (all || state(key, Date.now()) === 'valid') found.push(key);
      }
      const terminal = terminalOf(world);
      if (json) return terminal.json(found);
      if (found.length === 0) return terminal.note('No keys yet; "otklik keys create" makes one.');
      terminal.table(
        ['ID', 'NAME', 'STATE', 'SCOPES', 'LAST USED', 'EXPIRES'],
        found.map((key) => [
          key.id,
          key.name,
          state(key, Date.now()),
          key.scopes.join(' '),
          shortTime(key.lastUsedAt),
          shortTime(key.expiresAt),
        ]),
      );
    });
}

function addRevoke(keys: Command, world: World): void {
  keys
    .command('revoke')
    .description('revoke keys, at once and for good')
    .argument('<id...>', 'key_…, as "otklik keys list" shows it')
    .action(async (ids: string[], _, command: Command) => {
      const client = connectionOf(command, world).client();
      const { json } = command.optsWithGlobals<{ json?: true }>();
      const terminal = terminalOf(world);
      const revoked: Key[] = [];
      for (const id of ids) {
        // eslint-disable-next-line no-await-in-loop -- the first refusal ends it
        const key = await client.revokeKey({ id });
        revoked.push(key);
        if (!json) terminal.say(`${key.id} "${key.name}" is revoked.`);
      }
      if (json) terminal.json(revoked);
    });
}

function state(key: Key, nowMs: number): 'valid' | 'revoked' | 'expired' {
  if (key.revokedAt !== null) return 'revoked';
  return key.expiresAt !== null && Date.parse(key.expiresAt) <= nowMs ? 'expired' : 'valid';
}

function addScope(value: string, before: readonly Scope[] | undefined): Scope[] {
  const names = value.split(',').map((name) => Scope.safeParse(name.trim()));
  const scopes = names.flatMap((name) => (name.success ? [name.data] : []));
  if (scopes.length < names.length) {
    throw new InvalidArgumentError(`The scopes are: ${Scope.options.join(', ')}.`);
  }
  return [...(before ?? []), ...scopes];
}
