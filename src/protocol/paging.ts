/** Lists come page by page: each names the cursor of the next. */
import * as z from 'zod/mini';

import { LIMITS } from './limits.ts';

type Page<T extends z.ZodMiniType> = z.ZodMiniObject<{
  items: z.ZodMiniArray<T>;
  /** Absent on the last page. */
  next: z.ZodMiniOptional<z.ZodMiniString>;
}>;

export const page = <T extends z.ZodMiniType>(item: T): Page<T> =>
  z.object({ items: z.array(item), next: z.optional(z.string()) });

/** Query strings hold strings; this one holds a number. */
const limit = z.optional(
  z.pipe(
    z.pipe(z.string().check(z.regex(/^\d{1,4}$/, 'must be a whole number')), z.transform(Number)),
    z.int().check(z.minimum(1), z.maximum(LIMITS.pageSizeMax)),
  ),
);
const cursor = z.optional(z.string().check(z.maxLength(300)));
export const paging = z.strictObject({ cursor, limit });
