/** Whether of everything that a person was told to be saved the newest is what counts, and nothing is gone. */
import type { Answers, QuarantinedResponse, StoredResponse } from 'otklik/protocol';

import type { Told } from './device.ts';

export interface Ending {
  readonly told: readonly Told[];
  /** All responses of this person on this occasion. */
  readonly stored: readonly StoredResponse[];
  readonly aside: readonly QuarantinedResponse[];
}

/** A line for each broken promise. */
export function complaintsOf({ told, stored, aside }: Ending): string[] {
  const [response, ...others] = stored;
  if (response === undefined) return ['nothing is stored'];
  if (others.length > 0) return [`${stored.length} responses of one person on one occasion`];
  const complaints: string[] = [];
  for (const one of told) {
    const counts = response.answers[one.question];
    if (counts === undefined || counts.at < one.at) {
      // Newer than what counts: only where the response was complete, and then it is kept aside.
      if (response.status === 'completed' && isAside(one, aside)) continue;
      complaints.push(`lost: ${said(one)}, stored ${JSON.stringify(counts)}`);
    }
  }
  return [...complaints, ...phantoms(response.answers, told)];
}

/** What nobody has said, or not then. `null` is the service's word for a question that was passed over. */
function phantoms(answers: Answers, told: readonly Told[]): string[] {
  return Object.entries(answers)
    .filter(([, { value }]) => value !== null)
    .filter(
      ([id, { at, value }]) =>
        !told.some((one) => one.question === id && one.at === at && isSame(one.value, value)),
    )
    .map(([id, answer]) => `never told: ${id} ${JSON.stringify(answer)}`);
}

function isAside({ question, value, at }: Told, aside: readonly QuarantinedResponse[]): boolean {
  return aside.some(({ payload }) => {
    const { answers = {} } = payload as { readonly answers?: Answers };
    const kept = answers[question];
    return kept !== undefined && kept.at >= at && (kept.at > at || isSame(kept.value, value));
  });
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function said({ device, question, value, at }: Told): string {
  return `${question} ${JSON.stringify(value)} on ${device} at ${at}`;
}
