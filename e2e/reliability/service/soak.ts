/** The same day's work for as long as there is time: people answer, are read out, and are erased. */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';

import { seeded } from '../seeded.ts';
import type { Trial } from '../trial.ts';
import { Respondents } from './respondents.ts';
import { onStage } from './stage.ts';
import { memoryOf } from './wave.ts';

const AT_ONCE = 4;
const SAMPLES = 40;
/** What two quarters may differ by without anything growing: the collector's and the database's breathing. */
const NOISE_MB = 32;

interface Sample {
  readonly resident: number;
  readonly heap: number;
  /** Of the data folder. */
  readonly folder: number;
}

export const soak: Trial = {
  name: 'soak',
  promise: 'Work that goes on and on takes no more memory and no more disk than its rows.',
  run: async ({ scale, seed, log }) => {
    const minutes = scale === 'full' ? 20 : 0.1;
    const folder = await mkdtemp(join(tmpdir(), 'otklik-soak-'));
    try {
      const finding = await onStage({ settings: { OTKLIK_DATA_DIR: folder } }, async (stage) => {
        const respondents = new Respondents(stage, { chance: seeded(seed).branch('soak') });
        const end = performance.now() + minutes * 60_000;
        let answered = 0;
        const line = async (): Promise<void> => {
          while (performance.now() < end) {
            const { name } = await respondents.answerAll();
            await stage.service.client.eraseRespondent({ id: name });
            answered += 1;
          }
        };
        const working = Promise.all(Array.from({ length: AT_ONCE }, line));
        const samples: Sample[] = [];
        for (let sample = 0; sample < SAMPLES; sample += 1) {
          await pass((minutes * 60_000) / SAMPLES);
          const memory = await memoryOf(stage.service.origin);
          samples.push({ ...memory, folder: await sizeMb(folder) });
          if (scale === 'full') log(JSON.stringify({ answered, ...samples.at(-1) }));
        }
        await working;
        const figures = (['resident', 'heap', 'folder'] as const).map((what) => {
          const [early, late] = [quarter(samples, 1, what), quarter(samples, 3, what)];
          return { what, early, late, grown: late - early };
        });
        const text = figures.map(({ what, early, late }) => `${what} ${early} → ${late} MB`);
        return {
          what: `${minutes} minutes of people who answer and are erased, ${answered} of them`,
          figures: `from the second quarter to the last: ${text.join(', ')}`,
          // A short one says no more than that it runs: everything is still warming up.
          isKept:
            answered > 0 && (scale === 'short' || figures.every(({ grown }) => grown < NOISE_MB)),
        };
      });
      return [finding];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

function quarter(samples: readonly Sample[], which: number, what: keyof Sample): number {
  const size = samples.length / 4;
  const own = samples.slice(which * size, (which + 1) * size).map((sample) => sample[what]);
  return Math.round(own.reduce((sum, one) => sum + one, 0) / own.length);
}

async function sizeMb(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    files
      .filter((file) => file.isFile())
      .map((file) =>
        stat(join(file.parentPath, file.name)).then(
          ({ size }) => size,
          () => 0, // Gone meanwhile: the database tidies up.
        ),
      ),
  );
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1e6);
}
