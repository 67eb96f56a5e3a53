import { accept, refuse } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';

/** Consent that was given, a link that was followed: yes, or nothing. */
export function tick(given: unknown): Verdict {
  return typeof given === 'boolean' ? accept(given || null) : refuse('type');
}
