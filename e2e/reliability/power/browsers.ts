/** R2: what a respondent was told is saved is there after the power of their device was cut. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { createDevice, missingDevice } from '../browsers/device.ts';
import type { Device, EngineName } from '../browsers/device.ts';
import { report } from '../kills/aftermath.ts';
import { storm } from '../kills/storm.ts';
import type { Aftermath, StormOrder } from '../kills/storm.ts';
import { seeded } from '../seeded.ts';
import type { Finding, Scale, Trial } from '../trial.ts';
import { countsOf, isClean } from '../verdict.ts';
import { createDisk, diskMissing } from './disk.ts';

/** How often the power is cut, and how often for the control. */
interface Size {
  readonly cuts: number;
  readonly control: number;
}

export const browserCuts: readonly Trial[] = [
  cutsOf('power-chromium', 'Chromium', {
    short: { cuts: 2, control: 1 },
    full: { cuts: 10, control: 4 },
  }),
  cutsOf('power-firefox', 'Firefox', {
    short: { cuts: 1, control: 1 },
    full: { cuts: 8, control: 4 },
  }),
];

function cutsOf(name: string, engine: EngineName, sizes: Readonly<Record<Scale, Size>>): Trial {
  return {
    name,
    promise: `What is told saved in ${engine} survives a power cut of the device`,
    missing: () => diskMissing() ?? missingDevice(engine),
    async run({ scale, seed, log }) {
      const { cuts, control } = sizes[scale];
      const chance = seeded(`${seed}/${name}`);
      const strict = await storm(orderOf(engine, cuts), chance);
      report(name, strict, log);
      const relaxed = await storm({ ...orderOf(engine, control), scenery }, chance);
      return [kept(engine, cuts, strict), caught(engine, control, relaxed)];
    },
  };
}

/** The control: nothing is stored more durably than browsers do by default. */
const scenery = { prelude: '../../power/relaxed.ts' };

/** Sessions are opened, and no answer gets through: all that people say is on their device alone. */
function orderOf(engine: EngineName, cuts: number): StormOrder {
  return {
    engine,
    kills: cuts,
    serviceKills: 0,
    climate: { cutRequests: 1, meets: ({ path }) => path === '/v1/responses' },
    habits: { leaves: 0.15 },
    dies: (chance) => ({ entries: chance.between(20, 160), afterMs: chance.between(0, 20) }),
    device: createPoweredDevice,
  };
}

/** To be killed is to lose power, in the middle of whatever the disk was told. */
async function createPoweredDevice(engine: EngineName): Promise<Device> {
  const disk = createDisk();
  const profile = join(disk.folder, 'profile');
  await mkdir(profile);
  const device = await createDevice(engine, profile);
  disk.settle();
  return {
    ...device,
    async kill() {
      // Nobody is told anything between the cut and the end: what a dead device shows, nobody sees.
      device.freeze();
      await disk.cut(device.kill);
    },
    async remove() {
      await device.remove();
      await disk.remove();
    },
  };
}

/** Where hardly anything was told, hardly anything is proven. */
const TOLD_PER_CUT = 4;

function kept(
  engine: EngineName,
  cuts: number,
  { verdict, occasions, entries }: Aftermath,
): Finding {
  const elsewhere = entries.filter(
    (entry) => entry.kind === 'delivery' && entry.storage !== 'indexeddb',
  ).length;
  return {
    what: `${engine}, power cut ${cuts} times while answers wait on the device`,
    figures: `${verdict.told} answers told saved on ${occasions} occasions: ${countsOf(verdict)}`,
    isKept: isClean(verdict) && elsewhere === 0 && verdict.told >= cuts * TOLD_PER_CUT,
  };
}

function caught(engine: EngineName, cuts: number, { verdict }: Aftermath): Finding {
  const isCaught = verdict.lost.length + verdict.wronglyTold.length > 0;
  return {
    what: `control: ${engine}, storing as browsers do by default, power cut ${cuts} times`,
    figures: `${isCaught ? 'caught' : 'NOT caught'}: of ${verdict.told} told saved ${countsOf(verdict)}`,
    isKept: isCaught,
  };
}
