/**
 * What the respondent does, and what the survey does in turn: choices that lead on, buttons, keys, focus.
 * It arrives with the chunk that stores answers; what is pressed before waits for it, in order.
 */
import type { TemplateResult } from 'lit/html.js';

import { chosenOf, endingOf, outlookOf, pipe, settled, textIn } from '../engine/index.ts';
import { faultText, messageOf } from '../engine/fault-text.ts';
import type { Facts, Farewell, Fault } from '../engine/index.ts';
import type { Question } from '../protocol/question.ts';
import type { AnswerValue } from '../protocol/response.ts';
import type { Outlook } from '../protocol/session.ts';
import type { Answering } from './answering.ts';
import { CopyOffer } from './copy-offer.ts';
import { DeadEnd } from './dead-end-notice.ts';
import { factsOf } from './input-facts.ts';
import { inputsOf, screenOf } from './inputs.ts';
import type { Inputs } from './inputs.ts';
import { learn, speechOf } from './speech.ts';
import { filled } from './strings/index.ts';
import type { Strings } from './strings/index.ts';
import type { OutboxRecord } from './record.ts';
import { controlsOf } from './faulty-controls.ts';
import { ONE_TAP } from './one-tap.ts';
import { Tap } from './tap.ts';
import type { Translation } from './translation.ts';
import { isEquipped } from './views/kinds/equipped.ts';
import { equip, kindOf, loaded } from './views/kinds/index.ts';
import { languageMenu } from './views/language-menu.ts';
import { missingView } from './views/missing.ts';
import { partingView } from './views/parting.ts';
import type { End } from './views/survey.ts';
import { thanksView } from './views/thanks.ts';
import type { Visit } from './visit.ts';

/** Milliseconds after which a slow disk is worth mentioning. */
const BUSY_AFTER_MS = 200;

export interface Stage {
  /** It has appeared without being asked for, and takes no focus. */
  readonly isUnasked: boolean;
  /** It stands over the page, where nothing is said that nobody has asked for. */
  readonly isOverlay: boolean;
  /** The end of its first moments, in milliseconds as events are told. */
  readonly readyAt: () => number;
  /** Resolves when the change is in the page. */
  readonly redraw: () => Promise<unknown>;
  /** On the first of these that is there. */
  readonly focusOn: (...selectors: readonly string[]) => void;
  /** The respondent has closed the survey; `isDone` at its end, and not before. */
  readonly closed: (isDone: boolean) => void;
  /** Goes to another page. */
  readonly leave: (url: string) => void;
  /** The survey in another language; undefined when nobody is asked any more. */
  readonly translate: (chosen: string | undefined) => Promise<Translation | undefined>;
  /** The respondent has chosen this language. */
  readonly spoken: (lang: string) => void;
}

export class Conduct {
  readonly answering: Answering;
  readonly #stage: Stage;
  readonly #tap: Tap;
  readonly #copyOffer: CopyOffer;
  #inputs: Inputs;
  /** As they stood at the beginning. */
  readonly #pristine: Inputs;
  readonly #deadEnd: DeadEnd;
  #faults: Readonly<Record<string, Fault>> = {};
  #notes: Readonly<Record<string, unknown>> = {};
  /** The fields as they stood when a warning was told: sent again, they are meant. */
  #warned = '';
  #screen: string | null;
  #hasMoved = false;
  #known: { readonly of: readonly [OutboxRecord, Inputs]; readonly facts: Facts } | undefined;
  #isSubmitting = false;
  #isBusy = false;
  #hasLeft = false;
  /** Asked whether to go on later. */
  #isParting = false;
  /** What a step waits for: a picture that is made smaller belongs to the answer. */
  #held: Promise<unknown> = Promise.resolve();
  /** Questions of this screen whose kinds know the visit. */
  #begun: ReadonlySet<string> = new Set();
  /** The language asked for last. */
  #wish: string | undefined;

  constructor(answering: Answering, stage: Stage) {
    this.answering = answering;
    this.#stage = stage;
    void this.#learn();
    this.#tap = new Tap(stage.readyAt);
    this.#copyOffer = new CopyOffer(answering, stage.redraw);
    this.#deadEnd = new DeadEnd(answering, stage, this.#copyOffer);
    this.#screen = answering.record.screen;
    this.#inputs = this.#pristine = inputsOf(answering.record);
    this.#begin();
  }

  /** The widget's own words, as far as they are here. */
  get strings(): Strings {
    return speechOf(this.answering.record);
  }

  get inputs(): Inputs {
    return this.#inputs;
  }

  /** What the screen shows with what stands in its fields; null at the end. */
  get outlook(): Outlook | null {
    const { survey, screen, id } = this.answering.record;
    return outlookOf(survey.content, screen, this.#facts, id);
  }

  /** A text with its pipes filled, by what stands in the fields; each value encoded where it goes into an address. */
  fill(text: string, encode?: (value: string) => string): string {
    const { survey, lang, id } = this.answering.record;
    return pipe(text, { facts: this.#facts, content: survey.content, lang, seed: id }, encode);
  }

  /** What views have noted for their next drawing, by question. */
  get notes(): Readonly<Record<string, unknown>> {
    return this.#notes;
  }

  /** What is wrong, by question. */
  get faults(): Readonly<Record<string, string>> {
    const told = Object.entries(this.#faults);
    return Object.fromEntries(told.map(([id, fault]) => [id, this.#words(id, fault)]));
  }

  /** Said aloud when it has come by itself, and until somebody turns to it. */
  announcement(title: string): string {
    if (!this.#stage.isUnasked || this.#hasMoved) return '';
    return filled(this.strings.appeared, { title });
  }

  /** A step takes so long that it is worth a word. */
  get busyWord(): string | undefined {
    return this.#isBusy ? this.strings.saving : undefined;
  }

  /** What stands in place of a question: the thanks, or that the next one could not be loaded. */
  get end(): End | undefined {
    if (this.answering.deadEnd !== undefined) return this.#deadEnd.view;
    if (this.answering.isDone) return this.#thanks;
    if (this.#isParting) return this.#parting;
    return isEquipped(this.#questions) ? undefined : missingView;
  }

  readonly #thanks: End = (ui, closeButton) =>
    thanksView(this.#farewell, this.answering, closeButton, ui, this.#copyOffer.view(ui));

  /** The record, or what became of it, is another one now. */
  changed(): void {
    // A step ends with a drawing of its own; on a slow phone one more would hold it up.
    if (!this.#isSubmitting) void this.#stage.redraw();
    this.#catchUp();
    void Promise.all([this.#copyOffer.look(), this.#deadEnd.look()]);
    const { isDone, delivery, following } = this.answering;
    if (isDone && delivery === 'sent' && following !== 'going') this.#leave();
  }

  /** There is a session now for what was drawn without one. */
  async enter(code: string): Promise<void> {
    await this.answering.enter(code, () => this.#inputs !== this.#pristine);
    if (this.#inputs === this.#pristine) this.#inputs = inputsOf(this.answering.record);
    await this.#stage.redraw();
  }

  /** What stood in the fields before there was anybody to keep it. */
  given(inputs: Inputs): void {
    this.#inputs = { ...this.#inputs, ...inputs };
    void Promise.all([this.#stage.redraw(), this.commit()]);
  }

  /** A session may know of another place to be at. */
  #catchUp(): void {
    if (this.#isSubmitting || this.answering.record.screen === this.#screen) return;
    this.#stand(this.answering.record);
  }

  press({ clientX, clientY, timeStamp, target }: PointerEvent): void {
    this.#tap.press(clientX, clientY, timeStamp);
    // Whoever presses a choice will have answered when the finger leaves it.
    if (target instanceof Element && target.closest('label, input')) this.answering.prepare();
  }

  /** A key was pressed: the next choice is not a tap's. */
  key(): void {
    this.#tap.forget();
  }

  /** A choice: stored at once; alone on its screen and made by a tap, it leads on. */
  choose(question: string, value: AnswerValue): void {
    if (this.#isSubmitting) return;
    const asked = this.#questions.find(({ id }) => id === question);
    this.#enter(question, chosenOf(asked, this.#inputs[question] ?? null, value));
    const isAlone = this.outlook?.questions.length === 1;
    const isOneTap = asked?.type !== 'multiple' && asked && ONE_TAP.has(kindOf(asked));
    if (!isAlone || !isOneTap || !this.#tap.leadsOn) {
      void this.#stage.redraw();
      return void this.commit();
    }
    void this.submit();
    // Drawn while the disk is at work, not before; and not at all when the next screen is there first.
    requestAnimationFrame(() => this.#isSubmitting && void this.#stage.redraw());
  }

  /** Typing: not yet an answer. */
  type(question: string, value: AnswerValue): void {
    this.#enter(question, value);
    void this.#stage.redraw();
  }

  #enter(question: string, value: AnswerValue): void {
    this.#inputs = { ...this.#inputs, [question]: value };
    const { [question]: _mended, ...faults } = this.#faults;
    this.#faults = faults;
  }

  /** What a view wants to know when it is drawn next. */
  note(question: string, note: unknown): void {
    this.#notes = { ...this.#notes, [question]: note };
    void this.#stage.redraw();
  }

  /** The code of the screen could not be had; perhaps it can now. */
  retry(): Promise<void> {
    return this.#busily(() => this.#move());
  }

  /** A field is left: what is right is stored. The next step stores it again, and waits for it. */
  commit(): Promise<void> {
    return this.answering.keep(this.#inputs);
  }

  submit(): Promise<void> {
    return this.#busily(async () => {
      await this.#held;
      const fields = JSON.stringify(this.#inputs);
      const finished = await this.answering.finish(this.#inputs, fields === this.#warned);
      if (finished.ok) return this.#move();
      if (finished.isWarning) this.#warned = fields;
      this.#faults = finished.faults;
      for (const [id, { item }] of Object.entries(finished.faults)) {
        const hasNotes = typeof this.#notes[id] === 'object';
        if (item !== undefined && !hasNotes) this.#notes = { ...this.#notes, [id]: item };
      }
      await this.#stage.redraw();
      this.#stage.focusOn(...controlsOf(Object.keys(finished.faults)[0]));
      if (finished.isWarning) void this.commit();
    });
  }

  back(): Promise<void> {
    return this.#busily(async () => {
      await this.#held;
      await this.answering.back(this.#inputs);
      await this.#move();
    });
  }

  /**
   * Goes on in another language, at the same place and with what stands in the fields. The last wish counts.
   *
   * @throws WidgetError when the service cannot be asked: then all stays as it is
   */
  async speak(chosen: string | undefined): Promise<void> {
    const { answering } = this;
    this.#wish = chosen;
    if (answering.isDone || chosen === answering.record.lang) return;
    await this.commit();
    const translation = await this.#stage.translate(chosen);
    if (translation === undefined) return;
    const words = { ...translation.words, ...(await learn(translation.lang)) };
    if (this.#wish !== chosen) return;
    await answering.translate({ ...translation, words });
    await this.#stage.redraw();
  }

  /** The survey's languages to choose from, where it offers them. */
  menu(choose: (lang: string) => void): TemplateResult | undefined {
    const { survey, languages, lang } = this.answering.record;
    if (!survey.content.languageMenu || languages === undefined) return undefined;
    return languageMenu(languages, lang, this.strings.language, choose);
  }

  /** Chosen in the menu: this visit's language from now on. */
  async prefer(lang: string): Promise<void> {
    await this.speak(lang);
    this.#stage.spoken(lang);
  }

  /** Whether closing is a question first. */
  get offersLater(): boolean {
    const { survey } = this.answering.record;
    return Boolean(survey.content.offerLater) && !this.answering.isDone && !this.#isParting;
  }

  /** Asks whether to go on later. */
  async part(): Promise<void> {
    this.#isParting = true;
    await this.#stage.redraw();
    this.#stage.focusOn('h2');
  }

  /** What is chosen or typed is stored first, and stays in the fields. */
  async close(): Promise<void> {
    this.#leaveNow();
    await this.commit();
    await this.answering.dismiss();
  }

  /** Closed for now. */
  async #postpone(): Promise<void> {
    this.#leaveNow();
    await this.commit();
    await this.answering.postpone();
  }

  #leaveNow(): void {
    this.#hasLeft = this.answering.isDone;
    this.#isParting = false;
    this.#stage.closed(this.#hasLeft);
  }

  get #parting(): End {
    return partingView({
      title: this.answering.record.survey.content.title,
      postpone: () => void this.#postpone(),
      stay: () => {
        this.#isParting = false;
        void this.#stage.redraw().then(() => this.#stage.focusOn('h2'));
      },
    });
  }

  /** Another screen, by the respondent's own doing: the focus goes with it. */
  async #move(): Promise<void> {
    const { record } = this.answering;
    this.#hasMoved = true;
    void this.#learn();
    // Fetched long ago, as a rule; what cannot be had now is asked for by a button.
    await equip(this.#questions).catch(() => undefined);
    if (record.screen !== this.#screen) this.#stand(record);
    else this.#begin();
    await this.#stage.redraw();
    this.#stage.focusOn('h2');
  }

  /** At its screen, as if one had just come to it. */
  #stand(record: OutboxRecord): void {
    this.#screen = record.screen;
    this.#inputs = inputsOf(record);
    this.#faults = this.#notes = {};
    this.#begun = new Set();
    this.#tap.forget();
    this.#begin();
  }

  /** The rest of the language, as soon as it can be had. */
  async #learn(): Promise<void> {
    const { lang, words: known } = this.answering.record;
    // What came with the session is but the words of its first screen.
    const words = known && 'required' in known ? undefined : await learn(lang);
    if (words === undefined) return;
    await this.answering.learn(lang, words);
    await this.#stage.redraw();
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

  /** For kinds that keep more than their answer, as soon as their code is here. */
  #begin(): void {
    for (const question of this.#questions) {
      const kind = loaded[kindOf(question)];
      if (kind?.begin === undefined || this.#begun.has(question.id)) continue;
      this.#begun = new Set([...this.#begun, question.id]);
      kind.begin(question, this.#visit);
    }
  }

  get #visit(): Visit {
    const { answering } = this;
    const { project, isPreview } = answering;
    return {
      project,
      isPreview,
      record: () => answering.record,
      answerTo: (question) => this.#inputs[question] ?? null,
      answer: (question, value) => {
        this.type(question, value);
        void this.commit();
      },
      hold: (work) => {
        this.#held = Promise.allSettled([this.#held, work]);
      },
      note: (question, note) => this.note(question, note),
      say: (fault, question) => this.#words(question, fault),
      fail: (code, problem) => answering.fail(code, problem),
    };
  }

  /** What is wrong, in the researcher's words where there are any. */
  #words(id: string, fault: Fault): string {
    const { survey, lang } = this.answering.record;
    const question = this.#questions.find((one) => one.id === id);
    const own = question && messageOf(question, fault);
    if (own === undefined) {
      const kind = question && loaded[kindOf(question)];
      return faultText(fault, { ...kind?.words, ...this.strings }, lang);
    }
    return this.fill(textIn(own, lang, survey.content.defaultLanguage));
  }

  get #farewell(): Farewell {
    const { survey, answers, variables } = this.answering.record;
    return endingOf(survey.content, { answers, variables });
  }

  /**
   * To where the survey sends those who are done: only when the service has the answers, and only over https.
   * Publishing has held the address against the project's origins.
   */
  #leave(): void {
    const { redirect } = this.#farewell;
    if (redirect === undefined || this.#hasLeft) return;
    this.#hasLeft = true;
    this.#stage.leave(this.fill(redirect, encodeURIComponent));
  }

  get #questions(): readonly Question[] {
    return screenOf(this.answering.record)?.questions ?? [];
  }

  /** What counts, by what stands in the fields. Asked for by every text: computed once for each change. */
  get #facts(): Facts {
    const { record } = this.answering;
    const of = [record, this.#inputs] as const;
    if (this.#known?.of[0] !== of[0] || this.#known.of[1] !== of[1]) {
      const facts = factsOf(record, this.#inputs, new Date().toISOString());
      this.#known = { of, facts: settled(record.survey.content, facts, record.screen) };
    }
    return this.#known.facts;
  }

  #setBusy(isBusy: boolean): void {
    if (isBusy === this.#isBusy) return;
    this.#isBusy = isBusy;
    void this.#stage.redraw();
  }
}
