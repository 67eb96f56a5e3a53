/** The one public element. */
import { adoptStyles, LitElement, nothing } from 'lit';
import type { CSSResult, PropertyValues, TemplateResult } from 'lit';

import * as chunks from './chunks.ts';
import type { Conduct } from './conduct.ts';
import { languagesFor, pageContext } from './context.ts';
import { displayOf, isOverlay, roomyWindows } from './display.ts';
import type { Display } from './display.ts';
import { endpointFor } from './endpoint.ts';
import { OtklikErrorEvent, OtklikShownEvent, OtklikTokenNeededEvent } from './events.ts';
import type { About } from './events.ts';
import { screenOf } from './inputs.ts';
import { deliverLeftovers } from './leftovers.ts';
import { BROWSER, isTokenFault, openInterview } from './opening.ts';
import type { Asking, Opening, Sight } from './opening.ts';
import { widgetError } from './problem.ts';
import type { WidgetError } from './problem.ts';
import type { Step } from './step.ts';
import type { StorageKind } from './store/record-store.ts';
import { en, stringsFor } from './strings/index.ts';
import type { FirstStrings } from './strings/index.ts';
import { hasSource } from './token-source.ts';
import { styles } from './styles/index.ts';
import { WIDGET_VERSION } from './version.ts';
import { raise } from './views/shell.ts';
import { surveyView } from './views/survey.ts';
import type { End } from './views/survey.ts';

/** What `explain()` tells about one element. */
export interface Explanation {
  readonly version: string;
  readonly endpoint: string;
  readonly display: Display;
  readonly step: Step['kind'];
  /** Why nobody is asked, or what failed. */
  readonly reason: string | undefined;
  readonly survey: string;
  /** Empty before a session is open. */
  readonly responseId: string;
  /** Where this device keeps the answers; undefined before the first. */
  readonly storage: StorageKind | undefined;
}

/** Milliseconds in which a survey that appears by itself takes no tap for an answer. */
const FIRST_MOMENTS_MS = 400;
/** Another one of these is another survey. */
const RESTARTING = ['survey', 'tokenUrl', 'endpoint'] as const;
const TEXTS = ['survey', 'token', 'tokenUrl', 'endpoint', 'position', 'lang', 'theme'] as const;

/**
 * Asks one respondent one survey, and loses no answer.
 *
 * Shown by itself when it is in the page with a token source, unless it is `hidden`.
 *
 * @fires {OtklikShownEvent} otklik-shown - Before the first question is painted; cancelable.
 * @fires {OtklikAnsweredEvent} otklik-answered - A screen is answered and stored on the device.
 * @fires {OtklikCompletedEvent} otklik-completed - The last screen is answered.
 * @fires {OtklikDismissedEvent} otklik-dismissed - The respondent closed the survey before its end.
 * @fires {OtklikDeliveryEvent} otklik-delivery - Where the answers are: saved, sending, sent, blocked.
 * @fires {OtklikTokenNeededEvent} otklik-token-needed - The token is no longer good; set `.token`.
 * @fires {OtklikErrorEvent} otklik-error - Something went wrong; cancelable: nothing is shown then.
 *
 * @csspart survey - The outer box: card, sheet, popover, dialog or page.
 * @csspart progress - The progress bar.
 * @csspart back - The button back.
 * @csspart close - The button that closes an overlay.
 * @csspart question - One question with its title, hint and error.
 * @csspart title - The title of a question, of the thanks, of a failure.
 * @csspart description - The hint below a title.
 * @csspart scale - The points of a recommendation or rating.
 * @csspart choices - The list of a single or multiple choice.
 * @csspart option - One point or choice.
 * @csspart field - A field to type in.
 * @csspart error - What is wrong with an answer.
 * @csspart next - The button that goes on, sends or skips.
 * @csspart thanks - The thanks.
 * @csspart delivery - Where the answers are, in words.
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
 * @cssprop --otklik-scrim - What a dialog lays over the page.
 * @cssprop --otklik-shadow - Shadow of overlays.
 * @cssprop --otklik-radius - Corners of the box.
 * @cssprop --otklik-control-radius - Corners of buttons, points, choices and fields.
 * @cssprop --otklik-space - Inner distance to the edge.
 * @cssprop --otklik-font - Font family.
 * @cssprop --otklik-font-size - Size of texts.
 * @cssprop --otklik-title-size - Size of titles.
 * @cssprop --otklik-width - Greatest width of popover, dialog and page.
 * @cssprop --otklik-offset - Distance of the popover from the edges of the window.
 * @cssprop --otklik-z-index - Where there is no top layer.
 */
export class OtklikSurvey extends LitElement {
  /** Adopted: no style element, no style attribute. */
  static override styles = styles;

  static override properties = {
    survey: {},
    token: {},
    tokenUrl: { attribute: 'token-url' },
    getToken: { attribute: false },
    endpoint: {},
    display: {},
    position: {},
    lang: {},
    theme: {},
    open: { type: Boolean, reflect: true },
    hidden: { type: Boolean, reflect: true },
    preview: { type: Boolean },
    context: { attribute: false },
  };

  /** The survey's id, `srv_…`; may be left out where the token names it. */
  declare survey: string;
  /** A survey token, for pages that are rendered with one. */
  declare token: string;
  /** Where the page's backend mints a token: `GET`, answered by `{ "token": "…" }` or the token alone. */
  declare tokenUrl: string;
  /** Gives a token, for pages that fetch it in their own way. Goes before `token-url`. */
  declare getToken: (() => string | Promise<string>) | undefined;
  /** The survey service; where the script came from, unless set. */
  declare endpoint: string;
  /** `inline | popover | sheet | dialog | page`; a sheet on narrow windows, else a popover, unless set. */
  declare display: Display | undefined;
  /** The popover's corner: `bottom-end` (unless set), `bottom-start`, `top-end`, `top-start`. */
  declare position: string;
  /** The language to ask in, such as `ru`; the page's, then the browser's, unless set. */
  declare lang: string;
  /** `auto | light | dark`; `auto` follows the system. */
  declare theme: string;
  /** Whether the survey is on the screen. Setting it is `show()` or `hide()`. */
  declare open: boolean;
  /** Keeps the survey from the screen; nothing is loaded before it is needed. */
  declare hidden: boolean;
  /** Shows the survey, but stores and sends nothing. */
  declare preview: boolean;
  /** What the page knows: values of variables that the survey declares. */
  declare context: Readonly<Record<string, unknown>> | undefined;

  // Private by type, not by `#`: lowered for older browsers, each of those would be a WeakMap.

  /** Where the visit stands while no survey is open. */
  private phase: Step = { kind: 'idle' };
  private opened: Asking | undefined;
  private loading: Promise<Conduct> | undefined;
  private conduct: Conduct | undefined;
  /** The apology, in place of a question. */
  private apology: End | undefined;
  /** When the visit began; what belongs to an earlier one comes too late. */
  private run = 0;
  private readyAt = 0;
  private strings: FirstStrings = en;
  private isShownTold = false;
  private settle: (kind: Step['kind']) => void = () => undefined;
  private settled = this.unsettled();
  private disconnection = new AbortController();

  constructor() {
    super();
    for (const name of TEXTS) this[name] = '';
    this.open = this.hidden = this.preview = false;
  }

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
  }

  /** Takes the survey from the screen. That is no answer: `show()` goes on at the same question. */
  hide(): void {
    this.hidden = true;
  }

  /** Sends what is stored, if it can be sent now. Resolves when that is done or has to wait. */
  async flush(): Promise<void> {
    await this.act(({ answering }) => answering.send());
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
    };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.disconnection.abort();
    this.disconnection = new AbortController();
    const { signal } = this.disconnection;
    roomyWindows().addEventListener('change', () => this.requestUpdate(), { signal });
    deliverLeftovers(endpointFor(this.endpoint));
    // What was moved has left the top layer.
    this.requestUpdate();
    void this.conduct?.answering.rejoin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // Back in the same task means moved, not removed.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.disconnection.abort();
      this.conduct?.answering.leave();
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('open') && this.open !== this.isVisible) this.hidden = !this.open;
    const isOther = this.run > 0 && RESTARTING.some((name) => changed.has(name));
    const isRenewed = changed.has('token') && this.phase.kind === 'failed';
    if (isOther || isRenewed) this.reset();
    if (this.isConnected && !this.hidden && this.run === 0 && hasSource(this)) void this.start();
    this.tellShown();
    // Closing, unlike mere removal, gives the focus back to where it was.
    if (!this.isVisible && this.hasUpdated) this.renderRoot.querySelector('dialog')?.close();
    this.open = this.isVisible;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { record, step, strings, conduct } = this;
    if (!this.isVisible) return nothing;
    return surveyView({
      strings,
      sight: record,
      outlook: conduct ? conduct.outlook : this.opened?.first,
      conduct,
      end: step.kind === 'thanks' ? conduct?.thanks : this.apology,
      display: this.shape,
      position: this.position,
      theme: this.theme || 'auto',
      lang: record?.lang ?? (strings === en ? 'en' : this.lang),
      act: (action) => void this.act(action),
      close: () => this.close(),
      key: this.key,
      cancel: this.cancel,
    });
  }

  protected override updated(): void {
    const shell = this.renderRoot.querySelector<HTMLElement>('.shell');
    if (shell === null || !this.isConnected || !isOverlay(this.shape)) return;
    if (raise(shell) && this.shape === 'dialog') focusOn(this.renderRoot, 'h2');
  }

  private get record(): Sight | undefined {
    return this.conduct?.answering.record ?? this.opened?.sight;
  }

  private get shape(): Display {
    return displayOf(this.display);
  }

  private get isVisible(): boolean {
    const { kind } = this.step;
    const isFailing = kind === 'failed' && this.apology !== undefined;
    return !this.hidden && (kind === 'asking' || kind === 'thanks' || isFailing);
  }

  private get about(): About {
    const { record } = this;
    return { survey: record?.survey.id ?? this.survey, responseId: record?.id ?? '' };
  }

  private async start(): Promise<void> {
    this.run = performance.now();
    const { run, survey, token, tokenUrl, getToken } = this;
    this.phase = { kind: 'loading' };
    const page = pageContext(this.context);
    const languages = languagesFor(this, this.lang);
    const speak = async (lang = 'en'): Promise<void> => {
      this.strings = await stringsFor(lang);
    };
    void speak(languages[0]);
    const wanted = {
      endpoint: endpointFor(this.endpoint),
      survey: survey || undefined,
      source: { token, tokenUrl, getToken },
      languages,
      page: page.values,
    };
    try {
      const opening = await openInterview(wanted, {
        ...BROWSER,
        onLanguage: (lang) => void speak(lang),
      });
      if (opening.kind === 'ask') await speak(opening.sight.lang);
      if (run === this.run) this.begin(opening);
    } catch (thrown) {
      if (run === this.run) await this.fail(widgetError(thrown));
    }
    if (page.dropped.length > 0) this.tellError('context_invalid', page.dropped.join());
    this.requestUpdate();
    await this.updateComplete;
    if (run === this.run) this.settle(this.step.kind);
  }

  private begin(opening: Opening): void {
    if (opening.kind === 'ask') this.opened = opening;
    else this.phase = { kind: 'not-asked', reason: opening.reason };
    void this.warmUp();
  }

  /** The rest is fetched while the respondent reads; and what waits from earlier goes out. */
  private async warmUp(): Promise<void> {
    await painted();
    await this.flush();
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
      const { apologyFor, laterStyles } = await chunks.failing();
      if (run !== this.run) return;
      this.dress(laterStyles);
      this.apology = apologyFor(code, () => this.reset());
    } catch {
      // The network is gone altogether: the page knows it by the event, and the respondent has asked for nothing.
    }
  }

  /** @returns false when the page will see to it itself */
  private tellError(code: WidgetError['code'], problem: string): boolean {
    return this.dispatchEvent(new OtklikErrorEvent(this.about, code, problem));
  }

  /** Once the chunk is there; what is done before waits, in order. What did not load is asked for again. */
  private async act(action: (conduct: Conduct) => unknown): Promise<void> {
    const { opened } = this;
    if (opened === undefined) return;
    try {
      const conduct = this.conduct ?? (await (this.loading ??= this.load(opened)));
      await action(conduct);
    } catch (thrown) {
      this.loading = undefined;
      const { code, message } = widgetError(thrown);
      this.tellError(code, message);
    }
  }

  private async load(opened: Asking): Promise<Conduct> {
    const { conductOf, laterStyles } = await chunks.later();
    const conduct = conductOf(opened, {
      isPreview: this.preview,
      tell: (event) => this.dispatchEvent(event),
      strings: this.strings,
      isUnasked: isOverlay(this.shape) && this.shape !== 'dialog',
      readyAt: this.readyAt,
      redraw: () => {
        this.requestUpdate();
        return this.updateComplete;
      },
      focusOn: (selector: string) => focusOn(this.renderRoot, selector),
      closed: () => this.closed(opened),
    });
    if (opened === this.opened) {
      this.conduct = conduct;
      this.dress(laterStyles);
      this.requestUpdate();
    }
    return conduct;
  }

  private dress(laterStyles: CSSResult): void {
    adoptStyles(this.renderRoot as ShadowRoot, [styles, laterStyles]);
  }

  /** Before the first paint; the page may still say no. What nobody has asked for waits out stray taps. */
  private tellShown(): void {
    if (!this.isVisible || this.step.kind !== 'asking' || this.isShownTold) return;
    this.isShownTold = this.dispatchEvent(new OtklikShownEvent(this.about));
    if (!this.isShownTold) this.hidden = true;
    else if (isOverlay(this.shape)) this.readyAt = performance.now() + FIRST_MOMENTS_MS;
  }

  private close(): void {
    this.hidden = true;
    void this.act((conduct) => conduct.close());
  }

  private closed(opened: Asking): void {
    this.hidden = true;
    if (opened === this.opened) this.forget();
  }

  private forget(): void {
    this.conduct = this.loading = this.opened = this.apology = undefined;
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

  private unsettled(): Promise<Step['kind']> {
    return new Promise((resolve) => {
      this.settle = resolve;
    });
  }
}

/** Resolves when the frame that is being made now is on the screen. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
  });
}

function focusOn(root: ParentNode, selector: string): void {
  root.querySelector<HTMLElement>(selector)?.focus();
}
