import { collectVariables } from '../engine/index.ts';
import type { VariableValues } from '../protocol/variables.ts';
import type { OutboxRecord } from './record.ts';

/**
 * With what the app around the page has told since the session was asked for, by the rules of the service: only what
 * the survey declares, and what is signed stands. The same record where that is nothing new.
 */
export function informed(record: OutboxRecord, told: VariableValues): OutboxRecord {
  const { variables } = collectVariables(record.survey.content, { page: told });
  const news = Object.entries(variables).filter(([name, { value }]) => {
    const known = record.variables[name];
    return known?.source !== 'token' && (known?.value !== value || record.page?.[name] !== value);
  });
  if (news.length === 0) return record;
  const values = news.map(([name, { value }]) => [name, value] as const);
  return {
    ...record,
    page: { ...record.page, ...Object.fromEntries(values) },
    variables: { ...record.variables, ...Object.fromEntries(news) },
  };
}
