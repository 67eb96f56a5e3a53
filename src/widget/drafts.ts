/** What this device holds from earlier, and how a visit goes on with it. Loaded only where there is something. */
import { firstOutlook, mergeAnswers, path, standing } from '../engine/index.ts';
import { recordOf } from './new-record.ts';
import { occasionOf } from './occasion.ts';
import type { Opening, Wanted } from './opening.ts';
import { WidgetError, widgetError } from './problem.ts';
import type { WidgetCode } from './problem.ts';
import { isFinal, isPending } from './record.ts';
import type { OutboxRecord } from './record.ts';
import type { Outbox } from './store/outbox.ts';
import { outboxOf } from './store/outboxes.ts';
import type { TokenClaims } from './token-claims.ts';

/** After these a draft goes on without the service. */
const PASSING: ReadonlySet<WidgetCode> = new Set<WidgetCode>([
  'network',
  'reply_unreadable',
  'too_many_requests',
  'unavailable',
  'internal',
]);

/**
 * What this respondent has begun here on the same occasion; also what is done and not yet accepted, for
 * nobody is to be asked the same thing twice.
 */
export async function findDraft(
  { endpoint, survey }: Pick<Wanted, 'endpoint' | 'survey'>,
  claims: TokenClaims,
  outbox: Outbox = outboxOf(claims.iss),
): Promise<OutboxRecord | undefined> {
  const wanted = claims.survey ?? survey;
  if (wanted === undefined) return undefined;
  const occasion = occasionOf(claims, wanted);
  return (await outbox.records()).find(
    (record) =>
      record.respondent === (claims.sub ?? '') &&
      record.endpoint === endpoint &&
      record.occasion === occasion &&
      (!isFinal(record) || (record.status === 'completed' && isPending(record))),
  );
}

/** Opens the session for the draft's response; without the service, goes on from the draft alone. */
export async function goOn(
  draft: OutboxRecord,
  project: string,
  ask: (responseId: string) => Promise<Opening>,
  fresh: () => Promise<Opening>,
  outbox: Outbox = outboxOf(project),
): Promise<Opening> {
  const answered = { kind: 'not-asked', project, reason: 'answered' } as const;
  if (isFinal(draft) && draft.parked === undefined) return answered;
  try {
    const opening = await ask(draft.id);
    if (opening.kind === 'not-asked') return opening;
    const record = continued(draft, recordOf(opening));
    if (record.id === draft.id) await outbox.save(record);
    return isFinal(record) ? answered : asking(project, record);
  } catch (thrown) {
    const error = widgetError(thrown);
    if (error.code === 'response_foreign' || error.code === 'response_erased') return fresh();
    if (isFinal(draft) || !PASSING.has(error.code)) throw error;
    return asking(project, draft);
  }
}

/** @throws WidgetError `survey_empty` */
function asking(project: string, record: OutboxRecord): Opening {
  const { survey, lang, screen } = record;
  const seeded = { content: survey.content, facts: record, lang, seed: record.id };
  const first = firstOutlook(seeded, screen);
  if (first === null) throw new WidgetError('survey_empty');
  return { kind: 'ask', project, sight: record, first };
}

/**
 * The session's record with the draft's answers: two devices may have written, the newest answer to each
 * question wins. A session that named another response gets the answers as a new revision of that one.
 */
export function continued(draft: OutboxRecord, session: OutboxRecord): OutboxRecord {
  const isSame = draft.id === session.id;
  const hasUnsent = isPending(draft);
  const isBehind = session.base > draft.base;
  if (isSame && !isBehind) return placed({ ...session, ...ownPart(draft) });
  if (isSame && !hasUnsent) return session;
  return placed({
    ...session,
    answers: mergeAnswers(draft.answers, session.answers),
    revision: Math.max(draft.revision, session.revision) + 1,
    status: draft.status,
    screen: draft.screen,
  });
}

function ownPart({ answers, revision, base, status, screen, timings, page, auto }: OutboxRecord) {
  return {
    answers,
    revision,
    base,
    status,
    screen,
    timings,
    ...(page && { page }),
    ...(auto && { auto }),
  };
}

/** On the respondent's way, wherever that leads in the version of the survey that the session brought. */
function placed(record: OutboxRecord): OutboxRecord {
  if (isFinal(record)) return record;
  const way = path(record.survey.content, record);
  const here =
    way.find(({ id }) => id === record.screen) ?? standing(record.survey.content, record);
  return here === null ? record : { ...record, screen: here.id };
}
