/** What was chosen or typed in the page's own form before the widget came to take its place. */
import type { Question } from '../protocol/question.ts';
import type { AnswerValue } from '../protocol/response.ts';
import type { Outlook } from '../protocol/session.ts';
import type { SurveyContent } from '../protocol/survey.ts';
import type { Inputs } from './inputs.ts';

/** Kinds whose one field holds the answer as it is. */
const PLAIN: ReadonlySet<string> = new Set(['text', 'email', 'phone', 'url', 'single', 'date']);
const SCALES: ReadonlySet<string> = new Set(['nps', 'csat', 'ces', 'rating']);

/** Controls have the name of their question. Kinds with several fields to an answer begin anew. */
export function givenIn(
  page: ParentNode,
  { screens }: SurveyContent,
  { screen, questions }: Outlook,
): Inputs {
  const form = page.querySelector<HTMLFormElement>('otklik-survey form');
  if (form === null) return {};
  const fields = new FormData(form);
  const asked = screens.find(({ id }) => id === screen)?.questions ?? [];
  return Object.fromEntries(
    asked
      .filter(({ id }) => questions.includes(id))
      .map((question) => [question.id, valueOf(question, fields)] as const)
      .filter(([, value]) => value !== null),
  );
}

function valueOf({ id, type }: Question, fields: FormData): AnswerValue {
  const [first = '', ...others] = fields.getAll(id).filter((value) => typeof value === 'string');
  if (first === '') return null;
  if (SCALES.has(type)) return /^\d+$/.test(first) ? Number(first) : null;
  if (type === 'multiple') return [first, ...others];
  if (type === 'consent') return first === 'true' || null;
  return PLAIN.has(type) ? first : null;
}
