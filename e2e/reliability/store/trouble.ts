/** One visit with one fault in the device's storage: online, then cut off, then with the storage mended. */
import { isDeepStrictEqual } from 'node:util';

import { short } from '../../engines/respondent.ts';
import type { Visitor } from '../../engines/visitor.ts';
import type { StoreFault } from './faults.ts';
import type { Told } from './page-script.ts';
import { answersFirst, answersRest, sees, until } from './person.ts';
import type { Place, Stage } from './stage.ts';

/** What came of it. */
export interface Outcome {
  readonly name: string;
  /** Answered and received although the storage is broken. */
  isCompleted: boolean;
  /** Said, on the screen and to the page, where the answers are: no better than it is, and no worse. */
  isTold: boolean;
  /** Once the fault is over, what was kept elsewhere is in the database, without a reload. */
  isResumed: boolean;
  /** All that was answered has arrived, and nothing is left on the device. */
  isDelivered: boolean;
  uncaught: readonly string[];
  /** Where it stopped. */
  trouble?: string;
}

export async function visitIn(
  trouble: StoreFault,
  visitor: Visitor,
  stage: Stage,
): Promise<Outcome> {
  const { name, script } = trouble;
  const outcome: Outcome = {
    name,
    isCompleted: false,
    isTold: false,
    isResumed: false,
    isDelivered: false,
    uncaught: [],
  };
  const place = await stage.page(name, script);
  try {
    await visitor.open(place.url);
    outcome.isCompleted = await answersOnline(visitor, stage, `${name} 1`);
    place.cut();
    await visitor.ask('again()');
    outcome.isTold = await answersOffline(visitor, trouble.standIn);
    await visitor.ask('Promise.resolve(heal()).then(() => again())');
    outcome.isResumed = await goesOn(visitor);
    outcome.isDelivered = await delivers(visitor, place, stage, name);
  } catch (error) {
    outcome.trouble = String(error).split('\n', 1)[0] ?? '';
  }
  outcome.uncaught = ((await visitor.ask('uncaught').catch(() => [])) ?? []) as string[];
  return outcome;
}

async function answersOnline(visitor: Visitor, stage: Stage, person: string): Promise<boolean> {
  await answersFirst(visitor);
  await visitor.ask('Promise.resolve(strike()).then(() => null)');
  await answersRest(visitor);
  await sees(visitor, short.received);
  const response = (await stage.stored()).find(({ respondent }) => respondent === person);
  const { recommend, matters, more } = response?.answers ?? {};
  const values = [recommend?.value, matters?.value, more?.value];
  return response?.status === 'completed' && isDeepStrictEqual(values, [9, 'speed', 'fine']);
}

/** What is said must be what is so. */
async function answersOffline(visitor: Visitor, standIn: Told['storage']): Promise<boolean> {
  await answersFirst(visitor);
  await visitor.ask('Promise.resolve(strike()).then(() => null)');
  await answersRest(visitor);
  await until('that it waits', async () => (await lastOf(visitor))?.delivery === 'saved');
  const last = await lastOf(visitor);
  const disk = await visitor.ask(`disk('${last?.id}')`);
  const isVolatile = disk === 'memory';
  const words = isVolatile ? 'could not be kept on this device' : short.kept;
  // In between it says that it is on its way.
  const isSaid = await sees(visitor, words).then(
    () => true,
    () => false,
  );
  return (
    disk === standIn &&
    last?.storage === disk &&
    isSaid &&
    (await visitor.ask('isGuarded()')) === isVolatile
  );
}

/** The one that waits is raised, and the next one is stored there at once or as soon as the rest is over. */
async function goesOn(visitor: Visitor): Promise<boolean> {
  const { id: waiting } = (await lastOf(visitor)) ?? {};
  await answersFirst(visitor);
  const { id: next } = (await lastOf(visitor)) ?? {};
  await until('that the database takes them', async () => {
    await visitor.ask(`dispatchEvent(new Event('online'))`);
    const places = await visitor.ask(`Promise.all(['${waiting}', '${next}'].map(disk))`);
    return isDeepStrictEqual(places, ['indexeddb', 'indexeddb']);
  });
  const told = ((await visitor.ask('told')) as Told[]).filter(
    ({ delivery }) => delivery === 'saved',
  );
  const storageOf = (id = ''): string | undefined => told.findLast((one) => one.id === id)?.storage;
  return storageOf(next) === 'indexeddb' && (await visitor.ask('isGuarded()')) === false;
}

async function delivers(
  visitor: Visitor,
  place: Place,
  stage: Stage,
  name: string,
): Promise<boolean> {
  await answersRest(visitor);
  place.mend();
  await visitor.ask(`dispatchEvent(new Event('online'))`);
  await sees(visitor, short.received);
  const ids = [...new Set(((await visitor.ask('told')) as Told[]).map(({ id }) => id))];
  await until('that nothing is left', async () => {
    const places = (await visitor.ask(`Promise.all(${JSON.stringify(ids)}.map(disk))`)) as string[];
    return places.every((one) => one === 'memory');
  });
  const rows = (await stage.stored()).filter(({ respondent }) =>
    respondent?.startsWith(`${name} `),
  );
  return rows.length === 3 && rows.every(({ status }) => status === 'completed');
}

async function lastOf(visitor: Visitor): Promise<Told | undefined> {
  return ((await visitor.ask('told')) as Told[]).at(-1);
}
