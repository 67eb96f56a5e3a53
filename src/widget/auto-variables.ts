/** What the widget sees by itself, as values of the variables that the survey declares. */
import { collectVariables } from '../engine/index.ts';
import type { AutoContext } from '../protocol/response.ts';
import type { OutboxRecord } from './record.ts';

/**
 * Kept as it was at the start, so that logic, texts and the service's review go by the same values,
 * whatever a later session says. Before there is a session, what the page says counts as well.
 */
export function withAuto(record: OutboxRecord, auto: AutoContext): OutboxRecord {
  const { survey, grant, page } = record;
  const { variables } = collectVariables(survey.content, {
    auto,
    ...(grant === '' && page && { page }),
  });
  const given = Object.entries(record.variables).filter(([, { source }]) => source !== 'auto');
  return { ...record, auto, variables: { ...variables, ...Object.fromEntries(given) } };
}

/** The day on which the response began, as the session has told it; before that, as the device has it. */
export function dayOf(
  { variables: { today }, grant }: OutboxRecord,
  now: number,
): Pick<AutoContext, 'today'> {
  if (grant === '') return { today: new Date(now).toISOString().slice(0, 10) };
  return today?.source === 'auto' ? { today: String(today.value) } : {};
}
