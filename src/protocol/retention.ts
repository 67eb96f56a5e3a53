/** How long the responses of a survey are kept. */
import * as z from 'zod/mini';

import { SurveyId } from './identifiers.ts';
import type { PrivateRoute } from './route.ts';

/** Days after the last change of a response; null: until somebody erases it. Ten years at most. */
export const Retention = z.strictObject({
  days: z.nullable(z.int().check(z.minimum(1), z.maximum(3660))),
});
export type Retention = z.infer<typeof Retention>;

const params = z.strictObject({ id: SurveyId });

export const retentionRoutes = {
  getRetention: {
    method: 'GET',
    path: '/v1/surveys/{id}/retention',
    summary: 'How long the responses of this survey are kept.',
    scope: 'surveys:read',
    params,
    status: 200,
    reply: Retention,
  },
  putRetention: {
    method: 'PUT',
    path: '/v1/surveys/{id}/retention',
    summary:
      'Delete the responses of this survey after so many days, with all that belongs to them.',
    scope: 'responses:erase',
    params,
    body: Retention,
    status: 200,
    reply: Retention,
  },
} as const satisfies Record<string, PrivateRoute>;
