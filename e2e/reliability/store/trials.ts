/** What becomes of answers where the device's storage does not do what it should. */
import type { Trial } from '../trial.ts';
import { brokenStore } from './broken.ts';
import { frames } from './frames.ts';
import { fullDevice } from './quota.ts';

export const storeTrials: readonly Trial[] = [brokenStore, fullDevice, frames];
