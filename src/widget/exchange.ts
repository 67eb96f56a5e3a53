/**
 * A code becomes a session. Asked for by the page as soon as the first question stands there, and by the courier for
 * what is stored and has none yet; asked twice for the same response it is the same session.
 */
import type { OpenSession } from '../protocol/session.ts';
import { retryAfterMs } from './backoff.ts';
import { sessionPart } from './new-record.ts';
import type { WidgetCode } from './problem.ts';
import { problemIn } from './receipts.ts';
import { holds, keyOf } from './record.ts';
import type { OutboxRecord } from './record.ts';
import { post } from './session.ts';
import { isSessionReply } from './session-reply.ts';
import type { Outbox, Saved } from './store/outbox.ts';

export type Entrance =
  /** A record as a visit would begin with that knows of no draft. */
  | { readonly kind: 'session'; readonly record: OutboxRecord }
  | { readonly kind: 'refused'; readonly reason: WidgetCode }
  /** Nothing was said, or to come later. */
  | { readonly kind: 'failed'; readonly retryAfterMs: number };

const LIMIT_MS = 10_000;
/** Statuses of a service that will say something else at another time. */
const PASSING = /^(5..|429|408)$/;

export async function exchange(
  record: OutboxRecord,
  code: string,
  { fetch, now }: { readonly fetch: typeof globalThis.fetch; readonly now: () => number },
): Promise<Entrance> {
  const { endpoint, id: responseId, page, lang } = record;
  const request = JSON.stringify({ code, responseId, page, chosen: lang, lang: [lang] });
  const reply = await post(`${endpoint}/v1/sessions`, request, fetch, LIMIT_MS).catch(
    () => undefined,
  );
  const { status = 0, body, headers } = reply ?? {};
  if (status === 200 && isSessionReply(body)) {
    if (!body.ask) return { kind: 'refused', reason: body.reason };
    return { kind: 'session', record: sessionRecord(record, body, now()) };
  }
  const problem = problemIn(body);
  if (problem !== undefined && !PASSING.test(String(status))) {
    return { kind: 'refused', reason: problem as WidgetCode };
  }
  return { kind: 'failed', retryAfterMs: retryAfterMs(headers?.get('retry-after') ?? null, now()) };
}

function sessionRecord(
  { v, respondent, occasion, endpoint }: OutboxRecord,
  session: OpenSession,
  now: number,
): OutboxRecord {
  const { words, resume, first } = session;
  return {
    v,
    respondent,
    occasion,
    endpoint,
    ...sessionPart(session, new Date(now).toISOString()),
    words,
    answers: resume?.answers ?? {},
    screen: first?.screen ?? null,
  };
}

/**
 * Stores what the session has made of a record, and lets go of what it was before: only once the new one is as safe.
 * A response that is complete takes no more, and what was saved then holds less than was given.
 */
export async function replace(
  before: OutboxRecord,
  after: OutboxRecord,
  outbox: Outbox,
): Promise<Saved> {
  const saved = await outbox.save(after);
  const isTaken = holds(saved.record, after.answers);
  if (isTaken && before.id !== after.id && saved.storage === 'indexeddb')
    await drop(before, outbox);
  return saved;
}

/** Unless more has come to it meanwhile. */
export async function drop(record: OutboxRecord, outbox: Outbox): Promise<void> {
  await outbox.change(keyOf(record), (stored) =>
    stored.revision <= record.revision && holds(record, stored.answers) ? undefined : stored,
  );
}
