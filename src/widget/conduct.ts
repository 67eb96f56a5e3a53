/**
 * What the respondent does, and what the survey does in turn: choices that lead on, buttons, keys, focus.
 * It arrives with the chunk that stores answers; what is pressed before waits for it, in order.
 */
import { outlookOf, readable } from '../engine/index.ts';
import type { Facts } from '../engine/index.ts';
import type { Localised } from '../protocol/localised.ts';
import type { AnswerValue } from '../protocol/response.ts';
import type { Outlook } from '../protocol/session.ts';
import type { Answering } from './answering.ts';
import { factsOf } from './input-facts.ts';
import { inputsOf, screenOf } from './inputs.ts';
import type { Inputs } from './inputs.ts';
import { filled } from './strings/index.ts';
import type { FirstStrings, Strings } from './strings/index.ts';
import { allStrings } from './strings/later.ts';
import { Tap } from './tap.ts';
import { faultText } from './views/fault.ts';
import type { End } from './views/survey.ts';
import { thanksView } from './views/thanks.ts';

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
  readonly #strings: Strings;
  #inputs: Inputs;
  #faults: Readonly<Record<string, string>> = {};
  #screen: string | null;
  #hasMoved = false;
  #isSubmitting = false;
  #isBusy = false;

  constructor(answering: Answering, stage: Stage) {
    this.answering = answering;
    this.#stage = stage;
    this.#strings = allStrings(stage.strings);
    this.#tap = new Tap(stage.readyAt);
    this.#screen = answering.record.screen;
    this.#inputs = inputsOf(answering.record);
  }

  get inputs(): Inputs {
    return this.#inputs;
  }

  /** What the screen shows with what stands in its fields; null at the end. */
  get outlook(): Outlook | null {
    const { survey, screen } = this.answering.record;
    return outlookOf(survey.content, screen, this.#facts);
  }

  /** A survey text as the respondent reads it, with what stands in the fields. */
  say(text: Localised): string {
    const { survey, lang } = this.answering.record;
    return readable(text, { facts: this.#facts, content: survey.content, lang });
  }

  get faults(): Readonly<Record<string, string>> {
    return this.#faults;
  }

  /** Said aloud when it has come by itself, and until somebody turns to it. */
  announcement(title: string): string {
    if (!this.#stage.isUnasked || this.#hasMoved) return '';
    return filled(this.#strings.appeared, { title });
  }

  /** A step takes so long that it is worth a word. */
  get busyWord(): string | undefined {
    return this.#isBusy ? this.#strings.saving : undefined;
  }

  /** The end of the survey. */
  readonly thanks: End = (ui, closeButton) => {
    const { record } = this.answering;
    return thanksView(record.survey.content.thanks, this.answering, closeButton, ui);
  };

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
      this.#faults = Object.fromEntries(
        Object.entries(finished.faults).map(([id, fault]) => [id, faultText(fault, this.#strings)]),
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

  get #facts(): Facts {
    return factsOf(this.answering.record, this.#inputs, new Date().toISOString());
  }

  #setBusy(isBusy: boolean): void {
    if (isBusy === this.#isBusy) return;
    this.#isBusy = isBusy;
    void this.#stage.redraw();
  }
}
