/** R1: the kill storm in three engines on two databases, and four broken worlds that it must not let pass. */
import { missingDevice } from '../browsers/device.ts';
import type { EngineName } from '../browsers/device.ts';
import { seeded } from '../seeded.ts';
import type { Chance } from '../seeded.ts';
import type { Finding, Scale, Trial, TrialOptions } from '../trial.ts';
import { countsOf, isClean } from '../verdict.ts';
import { report } from './aftermath.ts';
import { broken } from './broken.ts';
import type { BrokenWorld } from './broken.ts';
import { on } from './databases.ts';
import type { DatabaseName } from './databases.ts';
import { storm } from './storm.ts';
import type { Aftermath, StormOrder } from './storm.ts';

/** How often browser and service die, on each of the databases. */
interface Size {
  readonly kills: number;
  readonly serviceKills: number;
}

export const killTrials: readonly Trial[] = [
  killsOf('kills', 'Chromium', {
    short: { kills: 10, serviceKills: 3 },
    full: { kills: 100, serviceKills: 17 },
  }),
  killsOf('kills-firefox', 'Firefox', {
    short: { kills: 3, serviceKills: 1 },
    full: { kills: 30, serviceKills: 5 },
  }),
  killsOf('kills-webkit', 'WebKitGTK', {
    short: { kills: 3, serviceKills: 1 },
    full: { kills: 20, serviceKills: 3 },
  }),
  {
    name: 'kills-broken',
    promise: 'What is broken on purpose is caught by the same rig and the same checker',
    missing: () => missingDevice('Chromium'),
    isInstallable: true,
    run: tryBroken,
  },
];

function killsOf(name: string, engine: EngineName, sizes: Readonly<Record<Scale, Size>>): Trial {
  return {
    name,
    promise: `Nothing lost and nothing twice, however often ${engine} and the service are killed`,
    missing: () => missingDevice(engine),
    isInstallable: true,
    async run({ scale, seed, log }) {
      const databases: readonly DatabaseName[] =
        scale === 'full' ? ['PGlite', 'PostgreSQL'] : ['PGlite'];
      const findings: Finding[] = [];
      for (const database of databases) {
        const chance = seeded(`${seed}/${name}/${database}`);
        const order = { ...orderOf(engine), ...sizes[scale] };
        const aftermath = await on(database, () => storm(order, chance));
        report(`${name}-${database}`, aftermath, log);
        findings.push(findingOf(order, database, aftermath));
      }
      return findings;
    },
  };
}

/** Of every hundred calls thirteen are cut and two stall. */
function orderOf(engine: EngineName): Omit<StormOrder, keyof Size> {
  return {
    engine,
    climate: { cutRequests: 0.05, cutReplies: 0.08, stalls: 0.02 },
    habits: { leaves: 0.15 },
    dies: (chance) => ({
      entries: chance.between(1, 220),
      afterMs: chance.happens(0.5) ? 0 : chance.between(0, 100),
    }),
  };
}

/** A storm in which hardly anything was told proves hardly anything. */
const TOLD_PER_KILL = 8;

function findingOf(
  { engine, kills, serviceKills }: StormOrder,
  database: DatabaseName,
  { verdict, occasions, faults }: Aftermath,
): Finding {
  const cuts = faults['cut-request'] + faults['cut-reply'];
  const storms = `${cuts} calls cut and ${faults.stall} stalled`;
  return {
    what: `${engine} killed ${kills} times, the service on ${database} ${serviceKills} times, ${storms}`,
    figures: `${verdict.told} answers told saved on ${occasions} occasions: ${countsOf(verdict)}`,
    isKept: isClean(verdict) && verdict.told >= kills * TOLD_PER_KILL && cuts > 0,
  };
}

/** Storms that a broken world may come through by luck, before it counts as not caught. */
const STORMS_MOST = 6;

async function catching(
  { name, order, caughtAs }: BrokenWorld,
  chance: Chance,
  log: TrialOptions['log'],
): Promise<Finding> {
  const what = `broken on purpose: ${name}`;
  for (let nth = 1; nth <= STORMS_MOST; nth += 1) {
    const { verdict } = await storm(order, chance);
    const counts = countsOf(verdict);
    log(`${name}: ${counts}`);
    if (caughtAs.some((fault) => verdict[fault].length > 0)) {
      return { what, figures: `caught by storm ${nth}: ${counts}`, isKept: true };
    }
  }
  return { what, figures: `NOT caught by ${STORMS_MOST} storms`, isKept: false };
}

async function tryBroken({ scale, seed, log }: TrialOptions): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const world of broken) {
    const { name, order, intact } = world;
    const chance = seeded(`${seed}/${name}`);
    findings.push(await catching(world, chance, log));
    if (scale === 'short') continue;
    const sound = await storm({ ...order, scenery: intact }, chance);
    report(name, sound, log);
    findings.push({
      what: `the same, and not broken`,
      figures: countsOf(sound.verdict),
      isKept: isClean(sound.verdict),
    });
  }
  return findings;
}
