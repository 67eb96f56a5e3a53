/**
 * The shape of a session's answer, checked as far as it tells our service from anything else: a captive
 * portal, a proxy's page, another service. The service has parsed what it sends by the full schema, which
 * would cost more bytes here than all views together.
 */
import type { SessionReply } from '../protocol/session.ts';

export function isSessionReply(value: unknown): value is SessionReply {
  if (!isObject(value)) return false;
  const { ask, survey, variables, first } = value;
  if (ask !== true) return ask === false;
  const content = isObject(survey) && survey['content'];
  return (
    ['project', 'responseId', 'grant', 'lang', 'deadline'].every((name) => isText(value[name])) &&
    isObject(variables) &&
    (first === null || (isObject(first) && Array.isArray(first['questions']))) &&
    isObject(content) &&
    isObject(content['thanks']) &&
    Array.isArray(content['screens']) &&
    content['screens'].every((screen) => isObject(screen) && Array.isArray(screen['questions']))
  );
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
