/** The parts that are loaded when they are needed: each by `reached(import(…))`, where it is. */
import type * as ExtrasModule from './extras.ts';
import { WidgetError } from './problem.ts';

/** What few pages need, or only who builds one. */
export function extras(): Promise<typeof ExtrasModule> {
  return reached(import('./extras.ts'));
}

/** @throws WidgetError `network` */
export async function reached<T>(chunk: Promise<T>): Promise<T> {
  try {
    return await chunk;
  } catch (error) {
    throw new WidgetError('network', String(error), { cause: error });
  }
}
