/** The data folder of the embedded database: who holds it, and how much room there is. */
import { access, readFile, statfs } from 'node:fs/promises';
import { join } from 'node:path';

import type { Check } from '../../protocol/index.ts';
import { lockFile } from '../database/kernel-lock.ts';
import { fail, ok, warn } from './checks.ts';

const MIB = 1024 * 1024;
const LOW_MIB = 1024;
const FULL_MIB = 128;

/** Of a running service: it should be the one who holds it. */
export async function checkOwnFolder(folder: string, pid = process.pid): Promise<Check[]> {
  const holder = await holderOf(folder);
  const lock =
    holder?.pid === pid
      ? ok('lock', `${folder} is held by this service, process ${pid} on ${holder.host}.`)
      : fail(
          'lock',
          `${folder} is signed by ${holder === undefined ? 'nobody' : `process ${holder.pid} on ${holder.host}`}, and this service writes in it.`,
          'Somebody has removed otklik.lock: restart the service, and look for a second one.',
        );
  return [lock, await checkRoom(folder)];
}

/** Of a service that does not answer, from its machine. */
export async function checkIdleFolder(folder: string): Promise<Check[]> {
  if (!(await exists(join(folder, 'pglite')))) {
    const finding = `There is no database in ${folder} yet.`;
    return [
      warn('lock', finding, 'Set OTKLIK_DATA_DIR if it is elsewhere; "otklik serve" makes one.'),
    ];
  }
  return [await checkIdleLock(folder), await checkRoom(folder)];
}

async function checkIdleLock(folder: string): Promise<Check> {
  const holder = await holderOf(folder);
  const who = holder === undefined ? 'a process' : `process ${holder.pid} on ${holder.host}`;
  const unlock = lockFile(join(folder, 'otklik.mutex'));
  if (unlock === undefined) {
    const advice = 'It listens elsewhere (see --url), is starting, or hangs: look at its log.';
    return fail('lock', `${folder} is held by ${who}, which is alive.`, advice);
  }
  unlock();
  return holder === undefined
    ? ok('lock', `${folder} is free.`)
    : warn(
        'lock',
        `${folder} was held by ${who}, which ended without giving it free.`,
        'Nothing acknowledged is lost. The next start takes it over; look why it ended.',
      );
}

async function checkRoom(folder: string): Promise<Check> {
  const { bavail, bsize } = await statfs(folder);
  const mib = Math.floor((bavail * bsize) / MIB);
  const finding = `${mib >= 10 * 1024 ? `${Math.floor(mib / 1024)} GiB` : `${mib} MiB`} are free where the data is.`;
  const advice = 'Make room: without it no answer can be stored.';
  if (mib < FULL_MIB) return fail('disk', finding, advice);
  return mib < LOW_MIB ? warn('disk', finding, advice) : ok('disk', finding);
}

async function holderOf(folder: string): Promise<{ pid: number; host: string } | undefined> {
  try {
    const text = await readFile(join(folder, 'otklik.lock'), 'utf8');
    return JSON.parse(text) as { pid: number; host: string };
  } catch {
    // Nobody has signed, or not readably: then nobody is named.
    return undefined;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
