/** What is answered by doing it, as one chunk: the name of each chunk is in the script. */
import { kinds as consent } from './consent.ts';
import type { Kinds } from './kind.ts';
import { kinds as link } from './link.ts';

export const kinds: Kinds = { ...consent, ...link };
