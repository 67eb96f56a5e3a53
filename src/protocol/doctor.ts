/** What the service says of itself to whoever runs it. */
import * as z from 'zod/mini';

import { Timestamp } from './identifiers.ts';
import type { PrivateRoute } from './route.ts';

/** `fail`: answers are in danger, or cannot come in. `warn`: they will be, or somebody ought to look. */
export const CheckLevel = z.enum(['ok', 'warn', 'fail']);
export type CheckLevel = z.infer<typeof CheckLevel>;

export const Check = z.object({
  /** Stable, for machines: `durability`, `origins`. Several checks may share one. */
  name: z.string(),
  level: CheckLevel,
  /** What was found, in a sentence with its figures. */
  finding: z.string(),
  /** What to do about it; null when there is nothing to do. */
  advice: z.nullable(z.string()),
});
export type Check = z.infer<typeof Check>;

export const DoctorReport = z.object({
  version: z.string(),
  database: z.enum(['pglite', 'postgres']),
  /** By the service's clock. */
  time: Timestamp,
  checks: z.array(Check),
});
export type DoctorReport = z.infer<typeof DoctorReport>;

export const doctorRoutes = {
  examineService: {
    method: 'GET',
    path: '/v1/doctor',
    summary:
      'The state of service and project: durability, queues, clocks, origins, keys. Writes one row on trial.',
    scope: 'operation:read',
    status: 200,
    reply: DoctorReport,
  },
} as const satisfies Record<string, PrivateRoute>;
