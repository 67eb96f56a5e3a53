import { occasionOf } from './occasion.ts';
import type { Asking, Origin } from './opening.ts';
import type { OutboxRecord } from './record.ts';

/** The record that a visit goes on with: one from this device, or a new one, at the screen that is seen. */
export function recordOf({ sight, origin }: Pick<Asking, 'sight' | 'origin'>): OutboxRecord {
  return origin === undefined ? (sight as OutboxRecord) : { ...newRecord(origin), ...sight };
}

function newRecord({ session, claims, wanted, at }: Origin): OutboxRecord {
  const { responseId, survey, lang, languages, variables, grant, deadline, resume } = session;
  const now = new Date(at).toISOString();
  return {
    v: 1,
    id: responseId,
    respondent: claims.sub ?? '',
    occasion: occasionOf(claims, survey.id),
    endpoint: wanted.endpoint,
    survey,
    lang,
    languages,
    variables,
    grant,
    deadline,
    answers: {},
    screen: null,
    revision: resume?.revision ?? 0,
    base: resume?.revision ?? 0,
    status: 'partial',
    timings: { startedAt: resume?.timings.startedAt ?? now, updatedAt: now },
    ...(wanted.page && { page: wanted.page }),
  };
}
