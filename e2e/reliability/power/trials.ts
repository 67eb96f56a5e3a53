import type { Trial } from '../trial.ts';
import { browserCuts } from './browsers.ts';
import { databaseCuts } from './databases.ts';
import { syncs } from './syncs.ts';

export const powerTrials: readonly Trial[] = [databaseCuts, syncs, ...browserCuts];
