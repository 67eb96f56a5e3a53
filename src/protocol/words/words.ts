/** What a language has to say: every word that the English has, under the same name. Types alone. */
import type { first, kinds, later } from './en.ts';
import type { Plural } from './plural.ts';

export type { Plural } from './plural.ts';
export type FirstWords = Readonly<typeof first>;
export type LaterWords = Readonly<typeof later>;
/** By what they belong to: `slider`, `file` and so on. */
export type KindWords = typeof kinds;

/** One record out of all groups of `kinds`. */
type Together<Group> = (Group extends unknown ? (group: Group) => void : never) extends (
  group: infer All,
) => void
  ? All
  : never;

export type Words = FirstWords & LaterWords & Readonly<Together<KindWords[keyof KindWords]>>;
export type Word = string | Plural;
