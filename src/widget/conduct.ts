/**
 * What the respondent does, and what the survey does in turn: choices that lead on, buttons, keys, focus.
 * It arrives with the chunk that stores answers; what is pressed before waits for it, in order.
 */
import type { AnswerValue } from '../protocol/response.ts';
import type { Answering } from './answering.ts';
import { inputsOf, screenOf } from './inputs.ts';
import type { Inputs } from './inputs.ts';
import type { FirstStrings } from './strings/index.ts';
import { allStrings } from './strings/later.ts';
import { Tap } from './tap.ts';
import { faultText } from './views/fault.ts';

/** Milliseconds after which a slow disk is worth mentioning. */
const BUSY_AFTER_MS = 200;
/** Types whose answer is a single tap. */
const ONE_TAP: readonly string[] = ['nps', 'rating', 'single'];

export interface Stage {
  readonly strings: FirstStrings;
  /** It has appeared without being asked for, and takes no focus. */
  readonly isUnasked: boolean;
  /** The end of its first moments, in milliseconds as events are told. */
  readonly readyAt: number;
  /** Resolves when the change is in the page. */
  readonly redraw: () => Promise<unknown>;
  readonly focusOn: (selector: string) => void;
  /** The respondent has closed the survey. */
  readonly closed: () => void;
}

export class Conduct {
  readonly answering: Answering;
  readonly #stage: Stage;
  readonly #tap: Tap;
  #inputs: Inputs;
  #faults: Readonly<Record<string, string>> = {};
  #screen: string | null;
  #hasMoved = false;
  #isSubmitting = false;
  #isBusy = false;

  constructor(answering: Answering, stage: Stage) {
    this.answering = answering;
    this.#stage = stage;
    this.#tap = new Tap(stage.readyAt);
    this.#screen = answering.record.screen;
    this.#inputs = inputsOf(answering.record);
  }

  get inputs(): Inputs {
    return this.#inputs;
  }

  get faults(): Readonly<Record<string, string>> {
    return this.#faults;
  }

  /** It has come by itself, and nobody has turned to it yet: then it says that it is there. */
  get isUnheeded(): boolean {
    return this.#stage.isUnasked && !this.#hasMoved;
  }

  /** A step takes so long that it is worth a word. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  press(x: number, y: number, at: number): void {
    this.#tap.press(x, y, at);
  }

  /** A key was pressed: the next choice is not a tap's. */
  key(): void {
    this.#tap.forget();
  }

  /** A choice: stored at once; alone on its screen and made by a tap, it leads on. */
  choose(question: string, value: AnswerValue): void {
    if (this.#isSubmitting) return;
    this.type(question, value);
    const questions = screenOf(this.answering.record)?.questions ?? [];
    const isOneTap = questions.length === 1 && ONE_TAP.includes(questions[0]?.type ?? '');
    if (isOneTap && this.#tap.leadsOn) void this.submit();
    else void this.commit();
  }

  /** Typing: not yet an answer. */
  type(question: string, value: AnswerValue): void {
    this.#inputs = { ...this.#inputs, [question]: value };
    const { [question]: _mended, ...faults } = this.#faults;
    this.#faults = faults;
    void this.#stage.redraw();
  }

  /** A field is left: what is right is stored. The next step stores it again, and waits for it. */
  commit(): Promise<void> {
    return this.answering.keep(this.#inputs);
  }

  submit(): Promise<void> {
    return this.#busily(async () => {
      const finished = await this.answering.finish(this.#inputs);
      if (finished.ok) return this.#move();
      const strings = allStrings(this.#stage.strings);
      this.#faults = Object.fromEntries(
        Object.entries(finished.faults).map(([id, fault]) => [id, faultText(fault, strings)]),
      );
      await this.#stage.redraw();
      this.#stage.focusOn('.faulty :is(input, textarea)');
    });
  }

  back(): Promise<void> {
    return this.#busily(async () => {
      await this.answering.back(this.#inputs);
      await this.#move();
    });
  }

  async close(): Promise<void> {
    this.#stage.closed();
    await this.answering.dismiss();
  }

  /** Another screen, by the respondent's own doing: the focus goes with it. */
  async #move(): Promise<void> {
    const { record } = this.answering;
    this.#hasMoved = true;
    if (record.screen !== this.#screen) {
      this.#screen = record.screen;
      this.#inputs = inputsOf(record);
      this.#faults = {};
      this.#tap.forget();
    }
    await this.#stage.redraw();
    this.#stage.focusOn('h2');
  }

  /** One step at a time; where the disk is slow there is a quiet word, and no second press. */
  async #busily(work: () => Promise<void>): Promise<void> {
    if (this.#isSubmitting) return;
    this.#isSubmitting = true;
    const timer = setTimeout(() => this.#setBusy(true), BUSY_AFTER_MS);
    try {
      await work();
    } finally {
      clearTimeout(timer);
      this.#isSubmitting = false;
      this.#setBusy(false);
    }
  }

  #setBusy(isBusy: boolean): void {
    if (isBusy === this.#isBusy) return;
    this.#isBusy = isBusy;
    void this.#stage.redraw();
  }
}
