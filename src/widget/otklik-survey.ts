/** The one public element. */
import { nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import { extras, reached } from './chunks.ts';
import type { Conduct } from './conduct.ts';
import { languageTag } from './context.ts';
import { displayOf, isOverlay, roomyWindows } from './display.ts';
import type { Display } from './display.ts';
import { endpointFor } from './endpoint.ts';
import { OtklikErrorEvent, OtklikShownEvent, OtklikTokenNeededEvent } from './events.ts';
import type { About } from './events.ts';
import type { Explanation } from './explanation.ts';
import { focusOn } from './focus.ts';
import type { Footing } from './footing.ts';
import { passOnCode } from './fragment.ts';
import { screenOf } from './inputs.ts';
import { persist } from './hope.ts';
import type { Insight } from './insight.ts';
import type * as InsightModule from './insight.ts';
import { deliverLeftovers } from './leftovers.ts';
import { BROWSER, isTokenFault, openInterview } from './opening.ts';
import type { Asking, Opening, Sight } from './opening.ts';
import { painted } from './painted.ts';
import type { Places } from './places.ts';
import { widgetError } from './problem.ts';
import type { WidgetError } from './problem.ts';
import type { Regret } from './regret.ts';
import type { Step } from './step.ts';
import { en } from './strings/index.ts';
import { adoptStyles } from './styles/adopted.ts';
import { styles } from './styles/index.ts';
import { SurveyAttributes } from './survey-attributes.ts';
import { hasSource } from './token-source.ts';
import { WIDGET_VERSION } from './version.ts';
import { equip, kindStyles } from './views/kinds/index.ts';
import { boxIn, raise } from './views/shell.ts';
import { surveyView } from './views/survey.ts';
import { wantedBy } from './wanted.ts';
import { within } from './within.ts';

/** Milliseconds in which a survey that appears by itself takes no tap for an answer. */
const FIRST_MOMENTS_MS = 400;
/** Longer than a request may take; a page that waits for it before it goes on is not held up for ever. */
const FLUSH_LIMIT_MS = 30_000;
/** Attributes that the first style sheet knows nothing of. */
const LOOKS = '[preset],[font],[theme=host]';
/** Another one of these is another survey. */
const RESTARTING = ['survey', 'code', 'tokenUrl', 'endpoint', 'content'] as const;
/** A page that is busy with something else. */
const OBSTACLES =
  '[inert] otklik-survey,[aria-hidden=true] otklik-survey,dialog[open],[aria-modal=true],otklik-survey[open]';

/**
 * Asks one respondent one survey, and loses no answer.
 *
 * Shown by itself when it is in the page with a token source, unless it is `hidden`, or behind a `tab`.
 *
 * @fires {OtklikShownEvent} otklik-shown - Before the first question is painted; cancelable.
 * @fires {OtklikAnsweredEvent} otklik-answered - A screen is answered and stored on the device.
 * @fires {OtklikCompletedEvent} otklik-completed - The last screen is answered.
 * @fires {OtklikDismissedEvent} otklik-dismissed - The respondent closed the survey before its end.
 * @fires {OtklikDeliveryEvent} otklik-delivery - Where the answers are: saved, sending, sent, blocked.
 * @fires {OtklikTokenNeededEvent} otklik-token-needed - The token is no longer good; set `.token`.
 * @fires {OtklikErrorEvent} otklik-error - Something went wrong; cancelable: nothing is shown then.
 *
 * @attr {string} host-origin - The exact origin of the page around this frame, if that is an app (docs/webviews.md).
 *
 * @csspart survey - The outer box: card, sheet, popover, dialog, page or banner.
 * @csspart tab - The permanent button that opens the survey.
 * @csspart progress - The progress bar.
 * @csspart back - The button back.
 * @csspart language - The list of the survey's languages, where it offers them.
 * @csspart close - The button that closes an overlay.
 * @csspart question - One question with its title, hint and error.
 * @csspart title - The title of a question, of the thanks, of a failure.
 * @csspart description - The hint below a title.
 * @csspart scale - The points of a recommendation or rating.
 * @csspart choices - The list of a single or multiple choice.
 * @csspart option - One point or choice.
 * @csspart field - A field to type in.
 * @csspart counter - How many characters are left.
 * @csspart matrix - The rows and columns of a matrix.
 * @csspart row - One row of a matrix.
 * @csspart ranking - The list that is put in order.
 * @csspart item - One thing in that list.
 * @csspart slider - A slider, or two.
 * @csspart value - What the slider says.
 * @csspart chips - What is chosen in a list with a search field.
 * @csspart chip - One of these, which removes it.
 * @csspart document - The link to what a consent is about.
 * @csspart link - A link that looks like a button.
 * @csspart pad - The field to sign in.
 * @csspart files - The files that were added.
 * @csspart file - One of them.
 * @csspart error - What is wrong with an answer.
 * @csspart next - The button that goes on, sends or skips.
 * @csspart thanks - The thanks.
 * @csspart delivery - Where the answers are, in words.
 * @csspart copy - The button that saves a copy of answers that could not be accepted.
 * @csspart parting - The choice whether to go on later.
 * @csspart postpone - The button that closes for now.
 * @csspart failed - The apology.
 * @csspart retry - The button that tries again.
 *
 * @cssprop --otklik-accent - Buttons, chosen answers, progress, focus.
 * @cssprop --otklik-on-accent - Text on the accent colour.
 * @cssprop --otklik-surface - Background.
 * @cssprop --otklik-text - Text.
 * @cssprop --otklik-muted - Hints and quiet buttons.
 * @cssprop --otklik-control - Background of points and choices.
 * @cssprop --otklik-line - Outlines that only decorate.
 * @cssprop --otklik-border - Outlines that carry meaning: fields, marks, empty stars.
 * @cssprop --otklik-danger - Errors.
 * @cssprop --otklik-star - Chosen stars.
 * @cssprop --otklik-focus - Focus ring.
 * @cssprop --otklik-selected - Background of what is chosen: points and choices.
 * @cssprop --otklik-on-selected - Text on that background.
 * @cssprop --otklik-progress - The progress bar.
 * @cssprop --otklik-scrim - What a dialog lays over the page.
 * @cssprop --otklik-shadow - Shadow of overlays.
 * @cssprop --otklik-radius - Corners of the box.
 * @cssprop --otklik-control-radius - Corners of buttons, points, choices and fields.
 * @cssprop --otklik-button-radius - Corners of the button that goes on; as of other controls, unless set.
 * @cssprop --otklik-button-shadow - Shadow of the button that goes on.
 * @cssprop --otklik-border-width - Outlines of points, choices and fields.
 * @cssprop --otklik-control-height - Least height of points and choices; below 44px they are hard to hit.
 * @cssprop --otklik-gap - Distance between choices.
 * @cssprop --otklik-space - Inner distance to the edge.
 * @cssprop --otklik-font - Font family.
 * @cssprop --otklik-font-size - Size of texts.
 * @cssprop --otklik-line-height - Line height of texts.
 * @cssprop --otklik-title-size - Size of titles.
 * @cssprop --otklik-title-weight - Weight of titles.
 * @cssprop --otklik-width - Greatest width of popover, dialog and page.
 * @cssprop --otklik-max-height - Greatest height of what lies over the page; it never leaves the window.
 * @cssprop --otklik-offset - Distance of the popover from the edges of the window.
 * @cssprop --otklik-z-index - Where there is no top layer.
 * @cssprop --otklik-motion - Duration of movements. None where the respondent wants none.
 */
export class OtklikSurvey extends SurveyAttributes {
  /** Adopted: no style element, no style attribute. */
  static override readonly styles = styles;

  // Private by type, not by `#`: lowered for older browsers, each of those would be a WeakMap.

  private laterStyles: readonly string[] = [];
  /** How many sheets the shadow root wears. */
  private worn = 1;
  /** Where the visit stands while no survey is open. */
  private phase: Step = { kind: 'idle' };
  private opened: Asking | undefined;
  private loading: Promise<Conduct> | undefined;
  private conduct: Conduct | undefined;
  /** In place of a question. */
  private regret: Regret | undefined;
  /** When the visit began; what belongs to an earlier one comes too late. */
  private run = 0;
  private readyAt = 0;
  /** In milliseconds, as `run`. */
  private shownAt = 0;
  private isShownTold = false;
  /** Where an earlier draft of the survey stood. */
  private kept: Sight | undefined;
  /** Whether the tab was pressed, or the page has pressed it. */
  private isAsked = false;
  private places: Places | undefined;
  private placing: Promise<void> | undefined;
  private footing: Footing | undefined;
  private settle: (kind: Step['kind']) => void = () => undefined;
  private settled = this.unsettled();
  private disconnection = new AbortController();

  /** Resolves when the first question is on the screen, or it is known that there will be none. */
  get ready(): Promise<Step['kind']> {
    return this.settled;
  }

  /** Where the visit stands. */
  get step(): Step {
    const { record } = this;
    const answering = this.conduct?.answering;
    if (record === undefined) return this.phase;
    const screen = screenOf(record);
    if (screen && !answering?.isDone) return { kind: 'asking', screen };
    return { kind: 'thanks', delivery: answering?.delivery ?? 'saved' };
  }

  /** Puts the survey on the screen, loading it first if need be. */
  show(): void {
    if (this.run > 0 && this.step.kind === 'idle') this.reset();
    this.hidden = false;
    this.isAsked = true;
    this.readyAt = performance.now() + FIRST_MOMENTS_MS;
    this.requestUpdate();
  }

  /** Takes the survey from the screen. That is no answer: `show()` goes on at the same question. */
  hide(): void {
    this.isAsked = false;
    if (this.display === 'tab') this.requestUpdate();
    else this.hidden = true;
  }

  /** Sends what is stored, if it can be sent now. Resolves when that is done or has to wait. */
  async flush(): Promise<void> {
    const sent = this.act(({ answering }) => answering.send());
    await within(FLUSH_LIMIT_MS, sent).catch(() => undefined);
  }

  /** Starts over, with a new token. What is stored still goes out. */
  reset(): void {
    this.conduct?.answering.leave();
    this.forget();
    this.run = 0;
    this.isShownTold = false;
    this.settled = this.unsettled();
    this.requestUpdate();
  }

  /** Why the survey is, or is not, on the screen. */
  explain(): Explanation {
    const { step } = this;
    return {
      version: WIDGET_VERSION,
      endpoint: endpointFor(this.endpoint),
      display: this.shape,
      step: step.kind,
      reason: 'reason' in step ? step.reason : 'code' in step ? step.code : undefined,
      ...this.about,
      storage: this.conduct?.answering.storage,
      contrast: this.footing?.contrast,
      details: async () => (await this.insights()).detailsOf(this.insight),
    };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.disconnection.abort();
    this.disconnection = new AbortController();
    const { signal } = this.disconnection;
    roomyWindows().addEventListener('change', () => this.requestUpdate(), { signal });
    passOnCode();
    deliverLeftovers(endpointFor(this.endpoint));
    // What was moved has left the top layer.
    this.requestUpdate();
    void this.conduct?.answering.rejoin();
  }

  disconnectedCallback(): void {
    // Back in the same task means moved, not removed.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.disconnection.abort();
      this.requestUpdate();
      // Not every browser tells a field that it is left when it is taken away.
      void this.conduct?.commit();
      this.conduct?.answering.leave();
    });
  }

  protected override willUpdate(changed: ReadonlyMap<string, unknown>): void {
    if (changed.has('open') && this.open !== this.isVisible) this[this.open ? 'show' : 'hide']();
    const isOther = this.run > 0 && RESTARTING.some((name) => changed.has(name));
    const isRenewed = changed.has('token') && this.phase.kind === 'failed';
    if (changed.has('content')) this.kept = this.record ?? this.kept;
    if (isOther || isRenewed) this.reset();
    if (/tab|banner/.test(String(this.display)) || this.anchor || this.matches(LOOKS))
      this.placing ??= this.place();
    if (this.isConnected && this.isWanted && this.run === 0) {
      if (this.content || this.code || hasSource(this)) void this.start();
      else void this.meetApp();
    } else if (changed.has('lang')) this.speak();
    this.tellShown();
    this.dress();
    // Closing, unlike mere removal, gives the focus back to where it was.
    if (!this.isVisible) this.renderRoot.querySelector('dialog')?.close();
    this.open = this.isVisible;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { record, regret, conduct, places } = this;
    if (!this.isVisible) return places?.tab() ?? nothing;
    return surveyView({
      strings: regret?.strings ?? { ...en, ...record?.words },
      sight: record,
      outlook: conduct ? conduct.outlook : this.opened?.first,
      conduct,
      end: conduct ? conduct.end : regret?.apology,
      display: this.shape,
      position: this.position,
      theme: this.theme || 'auto',
      lang: record?.lang ?? regret?.lang ?? 'en',
      act: (action) => void this.act(action),
      close: () => this.close(),
      key: this.key,
      cancel: this.cancel,
    });
  }

  protected override updated(): void {
    const { shape, renderRoot } = this;
    const shell = this.isConnected ? boxIn(renderRoot) : null;
    if (shell && isOverlay(shape) && raise(shell) && shape === 'dialog') focusOn(renderRoot, 'h2');
    this.places?.stand(shell);
    this.footing?.stand(shell, shape);
    if (this.debug) void this.insights().then(({ drawPanel }) => drawPanel(this, this.insight));
  }

  private get record(): Sight | undefined {
    return this.conduct?.answering.record ?? this.opened?.sight;
  }

  private get insight(): Insight {
    const { opened, conduct, run, shownAt } = this;
    return { ...this.explain(), isWanted: this.isWanted, opened, conduct, run, shownAt };
  }

  private async insights(): Promise<typeof InsightModule> {
    return (await extras()).insight();
  }

  private get shape(): Display {
    return displayOf(this.display);
  }

  private get isVisible(): boolean {
    const isShowing = this.regret !== undefined || /asking|thanks/.test(this.step.kind);
    return this.isWanted && isShowing;
  }

  /** By the page, and behind a tab by the respondent. */
  private get isWanted(): boolean {
    return !this.hidden && (this.isAsked || this.display !== 'tab');
  }

  private get about(): About {
    return { survey: this.record?.survey.id ?? this.survey, responseId: this.record?.id ?? '' };
  }

  /** Goes on in the language that is set by then. */
  private speak(): void {
    void this.act((conduct) => conduct.speak(languageTag(this.lang)));
  }

  /** Nobody has told where tokens come from: an app around the page may know. The next change tries again. */
  private async meetApp(): Promise<void> {
    void (await extras().catch(() => undefined))?.meetApp(this);
  }

  private async start(): Promise<void> {
    this.run = performance.now();
    const { run } = this;
    this.phase = { kind: 'loading' };
    const { wanted, dropped } = wantedBy(this);
    try {
      const opening = this.content
        ? await (await extras()).preview(this.content, wanted, this.kept)
        : await openInterview(wanted, BROWSER);
      if (opening.kind === 'ask') await equip(screenOf(opening.sight)?.questions ?? []);
      await this.placing;
      if (opening.kind === 'ask') await this.clear(run);
      if (run === this.run) this.begin(opening);
      if (wanted.chosen !== languageTag(this.lang)) this.speak();
    } catch (thrown) {
      if (run === this.run) await this.fail(widgetError(thrown));
    }
    if (dropped.length > 0) this.tellError('context_invalid', dropped.join());
    this.requestUpdate();
    await this.updateComplete;
    if (run === this.run) this.settle(this.step.kind);
  }

  /** Waits while the page is busy. What may be in the way is looked for here, and judged in the chunk. */
  private async clear(run: number): Promise<void> {
    if (!document.querySelector(OBSTACLES)) return;
    this.phase = { kind: 'loading', reason: 'page_is_busy' };
    // Without network it appears where it may be in the way, rather than not at all.
    const chunk = await extras().catch(() => undefined);
    const isAsked = (): boolean => this.isAsked;
    await chunk?.clearance(this, this.shape, isAsked, () => run !== this.run);
  }

  private begin(opening: Opening): void {
    this.kept = undefined;
    if (opening.kind === 'ask') this.opened = opening;
    else this.phase = { kind: 'not-asked', reason: opening.reason };
    void this.warmUp();
  }

  /** The rest is fetched while the respondent reads; and what waits from earlier goes out. */
  private async warmUp(): Promise<void> {
    await painted();
    await this.flush();
    const { screens } = this.record?.survey.content ?? {};
    // What cannot be had now is asked for once more when its screen comes.
    await equip(screens?.flatMap(({ questions }) => questions) ?? []).catch(() => undefined);
  }

  private async fail(problem: WidgetError): Promise<void> {
    const { run } = this;
    const { code, message } = problem;
    this.phase = { kind: 'failed', code };
    if (isTokenFault(problem)) this.dispatchEvent(new OtklikTokenNeededEvent(this.about, code));
    if (run !== this.run) return;
    if (!this.tellError(code, message)) {
      this.phase = { kind: 'idle' };
      return;
    }
    try {
      const { regretFor, laterStyles } = await reached(import('./failing.ts'));
      const regret = await regretFor(code, () => this.reset(), this);
      if (run !== this.run) return;
      this.laterStyles = [laterStyles];
      this.regret = regret;
    } catch {
      // The network is gone altogether: the page knows it by the event, and the respondent has asked for nothing.
    }
  }

  private tellFault(thrown: unknown): void {
    const { code, message } = widgetError(thrown);
    this.tellError(code, message);
  }

  /** @returns false when the page will see to it itself */
  private tellError(code: WidgetError['code'], problem: string): boolean {
    return this.dispatchEvent(new OtklikErrorEvent(this.about, code, problem));
  }

  /** Once the chunk is there; what is done before waits, in order. */
  private async act(action: (conduct: Conduct) => unknown): Promise<void> {
    const { opened } = this;
    if (opened === undefined) return;
    try {
      const conduct = this.conduct ?? (await (this.loading ??= this.load(opened)));
      await action(conduct);
    } catch (thrown) {
      this.loading = undefined;
      this.tellFault(thrown);
    }
  }

  private async load(opened: Asking): Promise<Conduct> {
    const later = () => reached(import('./later.ts'));
    // What is pressed meanwhile waits: no tap is lost for want of the code that stores it.
    const { conductOf, Footing, laterStyles } = await persist(later, (thrown) => {
      if (opened !== this.opened || !this.isConnected) throw thrown;
      this.tellFault(thrown);
    });
    const conduct = conductOf(opened, this, {
      root: this.renderRoot,
      readyAt: () => this.readyAt,
      closed: (isDone) => {
        this.hide();
        // Before the end it goes on at the same question.
        if (isDone && opened === this.opened) this.forget();
      },
    });
    // Who has left meanwhile hears no more of the courier, which would hold on to the element.
    if (opened !== this.opened || !this.isConnected) conduct.answering.leave();
    if (opened === this.opened) {
      this.conduct = conduct;
      this.footing ??= new Footing(() => this.close());
      this.laterStyles = [laterStyles];
      this.requestUpdate();
    }
    return conduct;
  }

  /** In what has come since: the sheet of what follows the first paint, and those of single kinds. */
  private dress(): void {
    const sheets = [styles, ...this.laterStyles, ...kindStyles];
    if (sheets.length > this.worn) adoptStyles(this.renderRoot, ...sheets);
    this.worn = sheets.length;
  }

  /** In the place that it is to have, where that needs code of its own. */
  private async place(): Promise<void> {
    this.places = await (await reached(import('./places.ts'))).placesFor(this);
    this.requestUpdate();
  }

  /** Before the first paint; the page may still say no. What nobody has asked for waits out stray taps. */
  private tellShown(): void {
    if (!this.isVisible || this.step.kind !== 'asking' || this.isShownTold) return;
    this.isShownTold = this.dispatchEvent(new OtklikShownEvent(this.about));
    this.shownAt = performance.now();
    if (!this.isShownTold) this.hide();
    else if (isOverlay(this.shape)) this.readyAt = performance.now() + FIRST_MOMENTS_MS;
  }

  private close(): void {
    const { conduct } = this;
    if (conduct?.offersLater) return void conduct.part();
    this.hide();
    void this.act((late) => late.close());
  }

  private forget(): void {
    this.conduct = this.loading = this.opened = this.regret = undefined;
    this.phase = { kind: 'idle' };
  }

  private readonly cancel = (event: Event): void => {
    event.preventDefault();
    this.close();
  };

  /** Keys that are pressed in the survey are the survey's: the page's shortcuts do not hear them. */
  private readonly key = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape' && isOverlay(this.shape)) this.cancel(event);
    else void this.act((conduct) => conduct.key());
  };

  /** Whoever waits for what was begun anew meanwhile is told with those who wait for this. */
  private unsettled(): Promise<Step['kind']> {
    const { settle } = this;
    return new Promise((resolve) => {
      this.settle = (kind) => resolve((settle(kind), kind));
    });
  }
}
