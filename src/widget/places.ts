/**
 * Places that most pages do without: a tab at the window's edge, a strip across it, a box beside an element.
 * A chunk of its own, loaded before anything is shown in such a place.
 */
import { tab as english } from '../protocol/words/en/kinds/tab.ts';
import { Anchoring } from './anchoring.ts';
import { languagesFor } from './context.ts';
import type { Display } from './display.ts';
import type { Step } from './step.ts';
import { later } from '../protocol/words/en/later.ts';
import { languageOf } from './strings/later.ts';
import { placeStyles } from './styles/places.ts';
import { kindStyles } from './views/kinds/index.ts';
import { tabNote, tabView } from './views/tab.ts';

// Worn by every element of the page, as the sheets of single kinds are.
kindStyles.push(placeStyles);

/** Attributes that the plain style sheets do not know. */
const LOOKS = '[preset],[font],[theme=host]';

export interface PlacedHost extends HTMLElement {
  readonly display: Display | undefined;
  readonly position: string;
  readonly theme: string;
  readonly anchor: string | undefined;
  readonly label: string | undefined;
  readonly step: Step;
  readonly show: () => void;
  readonly requestUpdate: () => void;
}

/** Without its looks a survey is plain, which is no reason to fail. */
export async function placesFor(host: PlacedHost): Promise<Places> {
  const wanted = host.matches(LOOKS) && (await import('./themes/looks.ts').catch(() => undefined));
  if (wanted && !kindStyles.includes(wanted.looks)) kindStyles.push(wanted.looks);
  return new Places(host);
}

export class Places {
  readonly #host: PlacedHost;
  readonly #anchoring = new Anchoring();
  #words = { feedback: english.feedback, closed: later.failedClosed, lang: 'en' };
  /** For which language the words have been looked for. */
  #tongue: string | undefined;
  #wasOpen = false;

  constructor(host: PlacedHost) {
    this.#host = host;
  }

  /** What stands there while the survey does not. */
  tab(): ReturnType<typeof tabView> | undefined {
    const { display, position, theme, hidden, label, lang, step } = this.#host;
    if (display !== 'tab' || hidden) return undefined;
    void this.#learn();
    const { feedback, closed } = this.#words;
    const place = {
      position: position || 'end',
      theme: theme || 'auto',
      // As the page is written: that is what its sides are named by.
      direction: getComputedStyle(this.#host).direction,
    };
    // Pressed, and there is nothing to ask this person: silence would look like a broken button.
    if (step.kind === 'not-asked') return tabNote(place, closed, this.#words.lang);
    return tabView({
      ...place,
      text: label || feedback,
      lang: label ? lang || undefined : this.#words.lang,
      isBusy: step.kind === 'loading',
      press: () => this.#host.show(),
    });
  }

  /** After each drawing; null when the survey is not on the screen. */
  stand(shell: HTMLElement | null): void {
    const isBesideSomething = shell?.classList.contains('popover') && this.#host.anchor;
    this.#anchoring.stand(isBesideSomething ? shell : null, this.#anchor());
    const isOpen = shell !== null;
    if (this.#host.display === 'tab' && isOpen !== this.#wasOpen) this.#moveFocus(shell);
    this.#wasOpen = isOpen;
  }

  /** Nearest first: an element of the same shadow tree goes before one of the page. */
  #anchor(): Element | null {
    const { anchor } = this.#host;
    if (!anchor) return null;
    try {
      const root = this.#host.getRootNode() as Document | ShadowRoot;
      return root.querySelector(anchor) ?? document.querySelector(anchor);
    } catch {
      return null; // Not a selector: the corner will do.
    }
  }

  /** With the respondent: into what the tab has opened, and back; unless the respondent is elsewhere by now. */
  #moveFocus(shell: HTMLElement | null): void {
    const focused = document.activeElement;
    if (focused !== null && focused !== document.body && focused !== this.#host) return;
    const root = this.#host.shadowRoot;
    const target = shell === null ? root?.querySelector('.tab') : shell.querySelector('h2');
    (target as HTMLElement | null | undefined)?.focus();
  }

  async #learn(): Promise<void> {
    const { lang } = this.#host;
    if (lang === this.#tongue) return;
    this.#tongue = lang;
    // English is there already; a language that cannot be had now is no reason to show nothing.
    const wanted = [...(lang ? [lang] : []), ...languagesFor(this.#host)];
    const language = await languageOf(wanted).catch(() => undefined);
    if (language === undefined || this.#tongue !== lang) return;
    const { feedback, failedClosed: closed } = language.words;
    this.#words = { feedback, closed, lang: language.lang };
    this.#host.requestUpdate();
  }
}
