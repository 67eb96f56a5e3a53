/** A response as a text that its respondent can read, and below it what somebody needs who is to put it in by hand. */
import { pipe, readable } from '../engine/index.ts';
import type { Piping } from '../engine/index.ts';
import type { AnswerValue } from '../protocol/response.ts';
import { submission } from './record.ts';
import type { OutboxRecord } from './record.ts';

export function copyText(record: OutboxRecord): string {
  const { survey, lang, id, variables, timings } = record;
  const { grant: _secret, ...response } = submission(record);
  const { content } = survey;
  const piping: Piping = {
    facts: { answers: response.answers, variables },
    content,
    lang,
    seed: id,
  };
  const asked = content.screens
    .flatMap(({ questions }) => questions)
    .flatMap((question) => {
      const value = response.answers[question.id]?.value ?? null;
      if (value === null || question.type === 'hidden') return [];
      return [`${readable(question.title, piping)}\n${said(question.id, value, piping)}`];
    });
  const rest = { survey: survey.id, version: survey.version, ...response };
  return [
    readable(content.title, piping),
    new Date(timings.updatedAt).toLocaleString(lang),
    ...asked,
    JSON.stringify(rest),
  ].join('\n\n');
}

/** What has no words is there, or it is not: a box that was ticked, a signature. */
function said(id: string, value: NonNullable<AnswerValue>, piping: Piping): string {
  return pipe(`{{answer.${id}}}`, piping) || (value === false ? '✗' : '✓');
}
