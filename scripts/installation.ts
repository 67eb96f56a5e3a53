import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './report.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The first of these programs that a shell would find. */
export function onPath(env: Environment, names: readonly string[]): string | undefined {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}

/** Whether it is there, may be run, and can tell its version. */
export function starts(path: string, ...flags: readonly string[]): boolean {
  return runs(path, '--version', ...flags);
}

/** Whether it is there, may be run, and does this without complaint. */
export function runs(path: string, ...args: readonly string[]): boolean {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return false; // Not there or not executable: the caller tries the next way.
  }
  return spawnSync(path, args, { timeout: 30_000 }).status === 0;
}

/** Does nothing, and says so, where it takes another hand: not root, or not a Debian. */
export function installWithApt(packages: readonly string[]): boolean {
  const isRootOnDebian = process.getuid?.() === 0 && existsSync('/etc/debian_version');
  if (!isRootOnDebian || !existsSync('/usr/bin/apt-get')) return false;
  run('/usr/bin/apt-get', ['update'], 120);
  return run('/usr/bin/apt-get', ['install', '-y', '--no-install-recommends', ...packages], 600);
}

export function run(command: string, args: readonly string[], seconds: number): boolean {
  const result = spawnSync(command, args, {
    cwd: root,
    timeout: seconds * 1000,
    stdio: ['ignore', 'ignore', 'ignore'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return result.status === 0;
}
