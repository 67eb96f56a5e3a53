/** Texts in several languages: `{ "ru": "…", "en": "…" }`. */
import * as z from 'zod/mini';

import { LanguageTag } from './identifiers.ts';
import { LIMITS } from './limits.ts';

export const Localised = z
  .record(LanguageTag, z.string().check(z.minLength(1), z.maxLength(LIMITS.textLength)))
  .check(z.refine((texts) => Object.keys(texts).length > 0, 'must hold at least one language'));
export type Localised = z.infer<typeof Localised>;
