/** What CRMs have in common: a card that a response belongs to, its history, its fields, its tasks. */
import { holds } from '../../../engine/index.ts';
import type { AnswerValue, TargetOf, VariableValue } from '../../../protocol/index.ts';
import type { Content } from '../content.ts';
import type { Parcel } from '../courier.ts';
import type { Outcome } from '../outcome.ts';
import { noteText } from '../words.ts';

type CardParcel = Parcel<'amocrm'> | Parcel<'bitrix24'>;
type CardTarget = TargetOf<'amocrm' | 'bitrix24'>;

/** One thing to be done, once. Each resolves with what tells it apart, such as its number there. */
export interface CardSteps<Fields> {
  readonly findNote: () => Promise<string | null>;
  readonly addNote: (text: string) => Promise<string>;
  /** The same twice is the same as once. */
  readonly setFields: (values: Fields) => Promise<string>;
  readonly findTask: () => Promise<string | null>;
  readonly addTask: (text: string, deadline: Date) => Promise<string>;
}

/** What the other side has said, where it was no yes. */
export class NotDone extends Error {
  override readonly name = 'NotDone';
  readonly outcome: Outcome;

  constructor(outcome: Outcome) {
    super(outcome.kind);
    this.outcome = outcome;
  }
}

/** A number, in digits. Null: the response belongs to no card. */
export function cardOf({ idFrom }: CardTarget, content: Content): number | null {
  const value = content.variable(idFrom);
  const number = typeof value === 'number' ? value : Number(value ?? Number.NaN);
  return Number.isSafeInteger(number) && number > 0 ? number : null;
}

/**
 * Does what the response asks for. What an earlier try is known to have done is left out, and what it may have done is
 * looked for first.
 */
export async function fillCard<Fields extends readonly unknown[]>(
  parcel: CardParcel,
  steps: CardSteps<Fields>,
  values: Fields,
  now: Date,
): Promise<Outcome> {
  const { target, content, delivery, effects, isUncertain, achieved } = parcel;
  const once = async (
    step: string,
    find: () => Promise<string | null>,
    add: () => Promise<string>,
  ): Promise<void> => {
    if (effects[step] !== undefined) return;
    const found = isUncertain ? await find() : null;
    await achieved(step, found ?? (await add()));
  };
  try {
    if (target.note !== false) {
      const text = noteText(content.payload, delivery.id);
      await once('note', steps.findNote, () => steps.addNote(text));
    }
    if (values.length > 0) {
      const nothing = (): Promise<null> => Promise.resolve(null);
      await once('fields', nothing, () => steps.setFields(values));
    }
    const { task } = target;
    if (task !== undefined && holds(task.when, content.facts)) {
      const deadline = new Date(now.getTime() + task.withinHours * MS_PER_HOUR);
      const text = `${task.text}\n\nOtklik ${delivery.id}`;
      await once('task', steps.findTask, () => steps.addTask(text, deadline));
    }
    return { kind: 'delivered' };
  } catch (error) {
    if (error instanceof NotDone) return error.outcome;
    throw error;
  }
}

const MS_PER_HOUR = 60 * 60_000;

/** What goes into a field: a number as it is, everything else as people read it. Null: nothing to set. */
export function fieldValue(field: string, { payload }: Content): string | number | boolean | null {
  const { response } = payload.data;
  if (field === 'respondent') return response?.respondent ?? null;
  if (field.startsWith('variable.')) {
    return response?.variables?.[field.slice('variable.'.length)] ?? null;
  }
  const answer = response?.answers?.[field];
  if (answer === undefined) return null;
  return isPlain(answer.value) ? answer.value : answer.text;
}

function isPlain(value: AnswerValue | VariableValue): value is number | boolean {
  return typeof value === 'number' || typeof value === 'boolean';
}
