/** A record as an app keeps it: a text that it need not understand. */
import type { OutboxRecord } from '../record.ts';
import { isObject } from '../session-reply.ts';

interface Found {
  readonly project: string;
  readonly record: OutboxRecord;
}

const TEXTS = ['respondent', 'occasion', 'endpoint', 'lang', 'grant', 'deadline'];

export function opaqueRecord(project: string, record: OutboxRecord): string {
  return JSON.stringify({ project, record });
}

/** Undefined for what has been cut short, or was never one. */
export function recordIn(text: string): Found | undefined {
  const found = json(text);
  if (!isObject(found) || !/^prj_[\w-]{1,64}$/.test(String(found['project']))) return undefined;
  return isRecord(found['record']) ? (found as unknown as Found) : undefined;
}

function isRecord(record: unknown): record is OutboxRecord {
  if (!isObject(record)) return false;
  const { v, id, survey, revision, base, answers, status } = record;
  const content = isObject(survey) && survey['content'];
  return (
    v === 1 &&
    /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(String(id)) &&
    TEXTS.every((name) => typeof record[name] === 'string') &&
    [revision, base].every((count) => Number.isInteger(count) && Number(count) >= 0) &&
    /^(partial|completed|dismissed)$/.test(String(status)) &&
    isObject(answers) &&
    isObject(record['variables']) &&
    isObject(record['timings']) &&
    isObject(content) &&
    Array.isArray(content['screens'])
  );
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // What an app gives back may have been cut short.
  }
}
