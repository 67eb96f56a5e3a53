/** What this device holds from earlier, and how a visit goes on with it. Loaded only where there is something. */
import { firstOutlook } from '../engine/index.ts';
import { admitted, continued } from './continuation.ts';
import { replace } from './exchange.ts';
import { recordOf } from './new-record.ts';
import { occasionOf } from './occasion.ts';
import type { Opening, Wanted } from './opening.ts';
import { WidgetError, widgetError } from './problem.ts';
import type { WidgetCode } from './problem.ts';
import { isFinal, isPending } from './record.ts';
import type { OutboxRecord } from './record.ts';
import type { Outbox } from './store/outbox.ts';
import { outboxOf } from './store/outboxes.ts';
import { respondentOf } from './token-claims.ts';
import type { Claims } from './token-claims.ts';

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
  claims: Claims,
  outbox: Outbox = outboxOf(claims.iss),
): Promise<OutboxRecord | undefined> {
  const wanted = ('survey' in claims && claims.survey) || survey;
  if (wanted === undefined && !('code' in claims)) return undefined;
  const occasion = occasionOf(claims, wanted ?? '');
  return (await outbox.records()).find(
    (record) =>
      record.respondent === respondentOf(claims) &&
      record.endpoint === endpoint &&
      record.occasion === occasion &&
      (!isFinal(record) || (record.status === 'completed' && isPending(record))),
  );
}

/** Without a word to the service: it will be asked when the question stands on the screen. */
export function goOnAlone(draft: OutboxRecord, project: string): Opening {
  const isOver = isFinal(draft) && draft.parked === undefined;
  return isOver ? { kind: 'not-asked', project, reason: 'answered' } : asking(project, draft);
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
    const session = recordOf(opening);
    const record = draft.grant === '' ? admitted(draft, session) : continued(draft, session);
    if (draft.grant === '') await replace(draft, record, outbox);
    else if (record.id === draft.id) await outbox.save(record);
    return isFinal(record) ? answered : asking(project, record);
  } catch (thrown) {
    const error = widgetError(thrown);
    if (error.code === 'response_foreign' || error.code === 'response_erased') return fresh();
    const isPassing = PASSING.has(error.code) || (error.code === 'code_used' && draft.grant !== '');
    if (isFinal(draft) || !isPassing) throw error;
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
