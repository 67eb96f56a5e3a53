/** What lies between device and service. */
import type { Trial } from '../trial.ts';
import { lyingNetwork } from './lying-network.ts';
import { outageTrial } from './outage.ts';
import { poison } from './poison.ts';
import { replyCuts } from './reply-cuts.ts';
import { weeksOffline } from './weeks-offline.ts';

export const networkTrials: readonly Trial[] = [
  replyCuts,
  lyingNetwork,
  weeksOffline,
  outageTrial,
  poison,
];
