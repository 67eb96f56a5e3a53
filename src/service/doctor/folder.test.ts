/** The folder of a real embedded database, running, stopped and killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { DoctorReport } from '../../protocol/index.ts';
import { ROOT_KEY } from '../testing/service.ts';
import { createService } from '../service.ts';
import type { Service } from '../service.ts';
import { checkIdleFolder } from './folder.ts';

let dataDir: string;
let service: Service;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'otklik-doctor-folder-'));
  service = await createService({
    dataDir,
    rootKey: ROOT_KEY,
    logLevel: 'silent',
    publicDir: '/nowhere',
  });
});
afterAll(async () => {
  await service.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function levelsOf(name: string): Promise<readonly string[]> {
  const headers = { authorization: `Bearer ${ROOT_KEY}` };
  const reply = await service.fetch(new Request('http://service.test/v1/doctor', { headers }));
  const { checks } = DoctorReport.parse(await reply.json());
  return checks.filter((check) => check.name === name).map(({ level }) => level);
}

it('of a running service is its own, durable, and has room', async () => {
  expect(await levelsOf('durability')).toEqual(['ok', 'ok']);
  expect(await levelsOf('lock')).toEqual(['ok']);
  expect(await levelsOf('disk')).toHaveLength(1);
});

it('that is held by a living process is told from outside', async () => {
  const [lock] = await checkIdleFolder(dataDir);
  expect(lock).toMatchObject({
    level: 'fail',
    finding: expect.stringContaining(`process ${process.pid}`) as string,
  });
});

it('whose signature somebody has removed is a failure', async () => {
  await rm(join(dataDir, 'otklik.lock'));
  expect(await levelsOf('lock')).toEqual(['fail']);
});

it('that is free, that a dead process left behind, and that is none are told apart', async () => {
  await service.close();
  expect(await checkIdleFolder(dataDir)).toMatchObject([{ name: 'lock', level: 'ok' }, {}]);
  const child = spawn(process.execPath, ['-e', '']);
  const { pid } = child;
  await once(child, 'exit');
  await writeFile(join(dataDir, 'otklik.lock'), JSON.stringify({ pid, host: 'here', boot: null }));
  expect(await checkIdleFolder(dataDir)).toMatchObject([
    { level: 'warn', finding: expect.stringContaining('ended without giving it free') as string },
    {},
  ]);
  expect(await checkIdleFolder(join(dataDir, 'none'))).toMatchObject([{ level: 'warn' }]);
});
