/** The parts that are loaded when they are needed. */
import type * as ExtrasModule from './extras.ts';
import type * as FailingModule from './failing.ts';
import type * as LaterModule from './later.ts';
import type * as PlacesModule from './places.ts';
import { WidgetError } from './problem.ts';

export type Failing = typeof FailingModule;
export type Later = typeof LaterModule;
type PlacesChunk = typeof PlacesModule;

/** All that follows the first question. */
export function later(): Promise<Later> {
  return reached(import('./later.ts'));
}

/** Tab, banner, what stands beside an element, and looks other than the plain ones. */
export function places(): Promise<PlacesChunk> {
  return reached(import('./places.ts'));
}

/** What is shown when there is no survey to show. */
export function failing(): Promise<Failing> {
  return reached(import('./failing.ts'));
}

/** What few pages need, or only who builds one. */
export function extras(): Promise<typeof ExtrasModule> {
  return reached(import('./extras.ts'));
}

/** @throws WidgetError `network` */
async function reached<T>(chunk: Promise<T>): Promise<T> {
  try {
    return await chunk;
  } catch (error) {
    throw new WidgetError('network', String(error), { cause: error });
  }
}
