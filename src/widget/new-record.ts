import type { OpenSession } from '../protocol/session.ts';
import { occasionOf } from './occasion.ts';
import type { Asking, Origin } from './opening.ts';
import type { OutboxRecord } from './record.ts';
import { respondentOf } from './token-claims.ts';

/** The record that a visit goes on with: one from this device, or a new one, at the screen that is seen. */
export function recordOf({ sight, origin }: Pick<Asking, 'sight' | 'origin'>): OutboxRecord {
  if (origin === undefined) return sight as OutboxRecord;
  const { id, survey, lang, words, languages, variables, answers, screen } = sight;
  const seen = { id, survey, lang, words, languages, variables, answers, screen };
  return { ...newRecord(origin), ...seen };
}

function newRecord({ session, claims, wanted, at }: Origin): OutboxRecord {
  const { endpoint, page, code } = wanted;
  return {
    v: 1,
    respondent: respondentOf(claims),
    occasion: occasionOf(claims, session.survey.id),
    endpoint,
    ...sessionPart(session, new Date(at).toISOString()),
    ...(page && { page }),
    ...(session.grant === '' && code && { code }),
  };
}

type SessionPart = Omit<OutboxRecord, 'v' | 'respondent' | 'occasion' | 'endpoint'>;

/** What a session says of a response, where this device has nothing of it. */
export function sessionPart(session: OpenSession, now: string): SessionPart {
  const { responseId, survey, lang, languages, variables, grant, deadline, resume } = session;
  return {
    id: responseId,
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
  };
}
