/** The service under fire. */
import type { Trial } from '../trial.ts';
import { databaseAway } from './database-away.ts';
import { doubleStart } from './double-start.ts';
import { erasureRace } from './erasure.ts';
import { flood } from './flood.ts';
import { serviceKills } from './kills.ts';
import { soak } from './soak.ts';
import { serviceStops } from './stops.ts';
import { wave } from './wave.ts';

export const serviceTrials: readonly Trial[] = [
  serviceKills,
  serviceStops,
  doubleStart,
  databaseAway,
  flood,
  wave,
  erasureRace,
  soak,
];
