/** How a response that was begun on this device goes on with what a session says of it. */
import { mergeAnswers, path, standing } from '../engine/index.ts';
import { withAuto } from './auto-variables.ts';
import { isFinal, isPending } from './record.ts';
import type { OutboxRecord } from './record.ts';

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

/** What was answered before there was a session, now that there is one: what the page knew counts on. */
export function admitted(
  draft: OutboxRecord,
  { page, auto, ...session }: OutboxRecord,
): OutboxRecord {
  const given = draft.page ?? page;
  const seen = draft.auto ?? auto;
  // What came with the session is but the words of its first screen.
  const words = draft.lang === session.lang ? draft.words : session.words;
  const known = { ...session, words, ...(given && { page: given }) };
  return continued(draft, seen ? withAuto(known, seen) : known);
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
