/** Small kinds of choices, as one chunk: the name of each chunk is in the script. */
import { kinds as dropdown } from './dropdown.ts';
import type { Kinds } from './kind.ts';
import { kinds as pictures } from './pictures.ts';

export const kinds: Kinds = { ...dropdown, ...pictures };
