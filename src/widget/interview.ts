/**
 * One response being answered. Each step is stored before it is taken: whoever calls `finish` moves the
 * screen when it resolves, not before.
 */
import {
  finishScreen,
  previousScreen,
  settled,
  validateAnswer,
  visibleAnswerables,
} from '../engine/index.ts';
import type { Fault } from '../engine/index.ts';
import type { Answers, AnswerValue } from '../protocol/response.ts';
import type { VariableValues } from '../protocol/variables.ts';
import { admitted } from './continuation.ts';
import { replace } from './exchange.ts';
import { informed } from './informed.ts';
import { factsOf, laidOver } from './input-facts.ts';
import { screenOf } from './inputs.ts';
import type { Inputs } from './inputs.ts';
import type { WidgetError } from './problem.ts';
import { isFinal, revised } from './record.ts';
import type { OutboxRecord } from './record.ts';
import type { Outbox } from './store/outbox.ts';
import type { StorageKind } from './store/record-store.ts';
import type { Translation } from './translation.ts';

export type Finished =
  | { readonly ok: true; readonly answers: Answers }
  | {
      readonly ok: false;
      readonly faults: Readonly<Record<string, Fault>>;
      /** They only warn: the same answers, given once more, are accepted. */
      readonly isWarning: boolean;
    };

export interface InterviewOptions {
  readonly outbox: Outbox;
  /** Undefined in a preview, which stores nothing. */
  readonly onSaved?: ((storage: StorageKind, failure?: WidgetError) => void) | undefined;
  readonly now?: () => number;
}

export class Interview {
  #record: OutboxRecord;
  #turn: Promise<unknown> = Promise.resolve();
  readonly #options: InterviewOptions;

  constructor(record: OutboxRecord, options: InterviewOptions) {
    this.#record = record;
    this.#options = options;
  }

  get record(): OutboxRecord {
    return this.#record;
  }

  get hasAnswer(): boolean {
    return Object.values(this.#record.answers).some(({ value }) => value !== null);
  }

  /** Leaves the screen with these answers. */
  finish(inputs: Inputs, isWarned = false): Promise<Finished> {
    return this.#inTurn(() => this.#finish(inputs, isWarned));
  }

  /** Stores what is already right on a screen that is not finished yet. */
  keep(inputs: Inputs): Promise<void> {
    return this.#inTurn(() => this.#keep(inputs));
  }

  /** Stores what is right, and goes back one screen. The place is stored with the next answer. */
  back(inputs: Inputs): Promise<void> {
    return this.#inTurn(async () => {
      const { survey, screen } = this.#record;
      if (screen === null) return;
      const facts = factsOf(this.#record, inputs, this.#now());
      const previous = previousScreen(survey.content, screen, facts);
      await this.#keep(inputs);
      if (previous !== null) this.#record = { ...this.#record, screen: previous.id };
    });
  }

  /** The same answers to the same questions, read in another language from here on. */
  translate(translation: Translation): Promise<void> {
    return this.#inTurn(async () => {
      if (isFinal(this.#record)) return;
      const { answers, lang, revision } = this.#record;
      const change = { ...translation, answers: answersIn(lang, answers) };
      if (revision === 0) this.#record = { ...this.#record, ...change };
      else await this.#save(revised(this.#record, change, this.#now()));
    });
  }

  /** More of the widget's words are here. They are stored with the next step. */
  learn(lang: string, words: OutboxRecord['words']): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#record.lang === lang) this.#record = { ...this.#record, words };
    });
  }

  /** What the app around the page has told meanwhile: it counts from here on, and travels with the next step. */
  inform(told: VariableValues): Promise<void> {
    return this.#inTurn(async () => {
      if (!isFinal(this.#record)) this.#record = informed(this.#record, told);
    });
  }

  /**
   * There is a session now. What was answered before counts on; where nothing was, all is as the session says.
   *
   * @param isTouched something stands in the fields: then they stay
   */
  enter(session: OutboxRecord, isTouched: boolean): Promise<void> {
    return this.#inTurn(async () => {
      const mine = this.#record;
      const { outbox } = this.#options;
      // The app may have told it while the session was being asked for.
      const { page = {} } = mine;
      if (mine.revision === 0) {
        const { screen } = mine;
        this.#record = informed({ ...session, ...(isTouched && { screen }) }, page);
        return;
      }
      const next = informed(admitted(mine, session), page);
      const { record } = await replace(mine, next, outbox);
      this.#record = record.status === 'completed' ? record : { ...record, screen: next.screen };
    });
  }

  /** Closed by the respondent. Without an answer there is nothing to keep. */
  dismiss(): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.hasAnswer || this.#record.status === 'completed') return;
      await this.#save(revised(this.#record, { status: 'dismissed' }, this.#now()));
    });
  }

  async #finish(inputs: Inputs, isWarned: boolean): Promise<Finished> {
    const screen = screenOf(this.#record);
    if (screen === undefined) return { ok: true, answers: {} };
    const now = this.#now();
    const facts = factsOf(this.#record, inputs, now);
    const finish = finishScreen(this.#record.survey.content, screen, facts, now);
    if (!finish.ok) return { ...finish, isWarning: false };
    const { answers, next, warnings } = finish;
    if (!isWarned && Object.keys(warnings).length > 0) {
      return { ok: false, faults: warnings, isWarning: true };
    }
    const status = next === null ? 'completed' : 'partial';
    await this.#save(revised(this.#record, { answers, status, screen: next?.id ?? null }, now));
    const { content } = this.#record.survey;
    const asked = visibleAnswerables(content, screen, facts).map(({ id }) => id);
    return { ok: true, answers: pick(answers, asked) };
  }

  async #keep(inputs: Inputs): Promise<void> {
    const screen = screenOf(this.#record);
    if (screen === undefined) return;
    const now = this.#now();
    const { content } = this.#record.survey;
    const facts = settled(content, factsOf(this.#record, inputs, now), screen.id);
    const right: Record<string, AnswerValue> = {};
    for (const question of visibleAnswerables(content, screen, facts)) {
      const verdict = validateAnswer(question, inputs[question.id] ?? null, facts);
      if (verdict.ok && verdict.value !== null) right[question.id] = verdict.value;
    }
    const answers = laidOver(this.#record.answers, right, now);
    const isNew = Object.keys(right).some((id) => answers[id] !== this.#record.answers[id]);
    // Whoever answers after closing is back.
    if (isNew) await this.#save(revised(this.#record, { answers, status: 'partial' }, now));
  }

  /** One at a time: a later step builds on the record that the earlier one has left. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #save(next: OutboxRecord): Promise<void> {
    const { outbox, onSaved } = this.#options;
    if (onSaved === undefined) {
      this.#record = next;
      return;
    }
    const { record, storage, failure } = await outbox.save(next);
    // Another tab may have completed it; otherwise the respondent stays at the own place.
    this.#record = record.status === 'completed' ? record : { ...record, screen: next.screen };
    onSaved(storage, failure);
  }

  /**
   * Never before what was answered last, whatever became of the clock: where two copies meet, the newest answer
   * to each question wins.
   */
  #now(): string {
    const now = (this.#options.now ?? Date.now)();
    const { revision, timings } = this.#record;
    const last = revision === 0 ? -Infinity : Date.parse(timings.updatedAt);
    return new Date(Math.max(now, last + 1)).toISOString();
  }
}

/** What was agreed to was agreed to in the language of then. */
function answersIn(lang: string, answers: Answers): Answers {
  const named = Object.entries(answers).map(
    ([id, answer]) => [id, { ...answer, lang: answer.lang ?? lang }] as const,
  );
  return Object.fromEntries(named);
}

function pick(answers: Answers, ids: readonly string[]): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([id]) => ids.includes(id)));
}
