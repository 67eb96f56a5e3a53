/** A delivery as text, for people: in a chat, a card's history, a letter. */
import type { DeliveryPayload } from '../../protocol/index.ts';

export interface Lines {
  /** Question and answer. */
  readonly answers: readonly string[];
  /** Who, and what came along. */
  readonly facts: readonly string[];
}

/** What it is about, in one line; a score comes first. */
export function headline({ type, data }: DeliveryPayload): string {
  const { survey, response, invitation, erasure } = data;
  const name = survey?.title ?? survey?.id;
  const score = Object.values(response?.answers ?? {}).find((answer) => answer.type === 'nps');
  const about = invitation?.id ?? erasure?.id;
  return [
    ...(score === undefined ? [] : [`NPS ${score.text}`]),
    ...(name === undefined ? [] : [name]),
    ...(about === undefined ? [] : [about]),
    ...(type === 'response.completed' || type === 'otklik.test' ? [] : [type]),
  ].join(' — ');
}

export function linesOf({ data }: DeliveryPayload): Lines {
  const { response, invitation, quarantine } = data;
  const answers = Object.values(response?.answers ?? {});
  const variables = Object.entries(response?.variables ?? invitation?.variables ?? {});
  const respondent = response?.respondent ?? invitation?.respondent;
  return {
    answers: answers.map(
      ({ title, text }) => `${title}${/[\p{P}]$/u.test(title) ? '' : ':'} ${text}`,
    ),
    facts: [
      ...(typeof respondent === 'string' ? [respondent] : []),
      ...variables.map(([name, value]) => `${name}: ${value}`),
      ...(invitation?.reason ? [invitation.reason] : []),
      ...(invitation?.link === undefined ? [] : [invitation.link]),
      ...(quarantine === undefined ? [] : [quarantine.reason, quarantine.id]),
    ],
  };
}

/**
 * @param id of the delivery: by it an earlier one that has arrived is known again, and somebody who asks finds it in the
 *   log
 */
export function noteText(payload: DeliveryPayload, id: string): string {
  const { answers, facts } = linesOf(payload);
  const parts = [headline(payload), answers.join('\n'), facts.join(', '), `Otklik ${id}`];
  return parts.filter((part) => part !== '').join('\n\n');
}
