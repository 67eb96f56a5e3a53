/** How fast the phone is, and its network. */
import type { Condition } from './visit.ts';

export const fast: Condition = { name: '1x', cpu: 1, network: null };

export const slow: Condition = { name: '6x', cpu: 6, network: null };
