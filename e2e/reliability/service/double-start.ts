/** A second service is started on a folder that has one. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { freePort } from '../../support/ports.ts';
import { seeded } from '../seeded.ts';
import type { Trial } from '../trial.ts';
import { Respondents, spread } from './respondents.ts';
import { onStage } from './stage.ts';

const command = join(import.meta.dirname, '../../../dist/cli.js');

export const doubleStart: Trial = {
  name: 'double-start',
  promise: 'A data folder has one service at a time, and one that was killed does not keep it.',
  run: async ({ scale, seed, log }) => {
    const times = scale === 'full' ? 30 : 2;
    const folder = await mkdtemp(join(tmpdir(), 'otklik-double-'));
    const chance = seeded(seed).branch('double-start');
    try {
      const finding = await onStage({ settings: { OTKLIK_DATA_DIR: folder } }, async (stage) => {
        const { service } = stage;
        const respondents = new Respondents(stage, { chance });
        const coming = respondents.keepComing(8);
        const took: number[] = [];
        let refused = 0;
        for (let time = 0; time < times; time += 1) {
          await respondents.acknowledgedMore(chance.between(1, 50));
          const holder = JSON.parse(await readFile(join(folder, 'otklik.lock'), 'utf8')) as {
            pid: number;
          };
          const second = await startAnother(folder);
          took.push(second.ms);
          const isNamed = second.said.includes(`in use by process ${holder.pid} `);
          if (second.code !== 0 && isNamed) refused += 1;
          else log(`The second one ended with ${second.code}, and said: ${second.said}`);
          await service.kill();
          await service.start();
        }
        respondents.over();
        await coming;
        const { figures, isKept } = await respondents.verdict(log);
        return {
          what: `A second start on the folder ${times} times, and the first one killed each time`,
          figures: `${refused} refused, naming the holder (${spread(took, 'ms')}); ${times} dead locks taken over; ${figures}`,
          isKept: isKept && refused === times,
        };
      });
      return [finding];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function startAnother(
  folder: string,
): Promise<{ code: number | null; said: string; ms: number }> {
  const start = performance.now();
  const child = spawn(process.execPath, [command, 'serve'], {
    env: { ...process.env, OTKLIK_DATA_DIR: folder, OTKLIK_PORT: String(await freePort()) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said, [code]] = await Promise.all([
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  return { code, said, ms: performance.now() - start };
}
