/** What a page sets on the element, by attribute or property. */
import type { Display } from './display.ts';
import type { WrittenSurvey } from './preview.ts';
import { UpdatingElement } from './updating-element.ts';
import type { Properties } from './updating-element.ts';

const TEXTS = [
  'survey',
  'token',
  'code',
  'tokenUrl',
  'endpoint',
  'position',
  'lang',
  'theme',
] as const;

export abstract class SurveyAttributes extends UpdatingElement {
  static override readonly properties = {
    survey: {},
    token: {},
    tokenUrl: { attribute: 'token-url' },
    getToken: { attribute: false },
    code: {},
    endpoint: {},
    display: {},
    position: {},
    anchor: {},
    label: {},
    lang: {},
    theme: {},
    open: { type: Boolean, reflect: true },
    hidden: { type: Boolean, reflect: true },
    preview: { type: Boolean },
    content: { attribute: false },
    debug: { type: Boolean, reflect: true },
    context: { attribute: false },
  } satisfies Properties;

  /** The survey's id, `srv_…`; may be left out where the token names it. */
  declare survey: string;
  /** A survey token, for pages that are rendered with one. */
  declare token: string;
  /** Where the page's backend mints a token: `GET`, answered by `{ "token": "…" }` or the token alone. */
  declare tokenUrl: string;
  /** Gives a token, for pages that fetch it in their own way. Goes before `token-url`. */
  declare getToken: (() => string | Promise<string>) | undefined;
  /** Of a deep link; taken from `#otklik=…` in the page's address, unless set. Goes before a token. */
  declare code: string | undefined;
  /** The survey service; where the script came from, unless set. */
  declare endpoint: string;
  /** `inline | popover | sheet | dialog | page | banner | tab`; a sheet on narrow windows, else a popover, unless set. */
  declare display: Display | undefined;
  /**
   * The popover's corner: `bottom-end` (unless set), `bottom-start`, `top-end`, `top-start`. The tab's, which may
   * also stand at a side: `end` (unless set), `start`, `top`, `bottom`. The banner's edge: `bottom` (unless set), `top`.
   */
  declare position: string;
  /** A selector of the element that a popover stands beside; in its corner where there is none. */
  declare anchor: string | undefined;
  /** What is written on the tab; the word for feedback, unless set. */
  declare label: string | undefined;
  /** The language to ask in, such as `ru`; the token's, the page's, the browser's, unless set. May change. */
  declare lang: string;
  /** `auto | light | dark | host`; `auto` follows the system, `host` the `color-scheme` around the element. */
  declare theme: string;
  /** Whether the survey is on the screen. Setting it is `show()` or `hide()`. */
  declare open: boolean;
  /** Keeps the survey from the screen; nothing is loaded before it is needed. */
  declare hidden: boolean;
  /** Shows the survey, but stores and sends nothing. */
  declare preview: boolean;
  /** A survey as it is written, to be played without a service: a preview. Changed, it goes on at the same question. */
  declare content: WrittenSurvey | undefined;
  /** Shows a panel beside the survey that tells what it does and why. For developers. */
  declare debug: boolean;
  /** What the page knows: values of variables that the survey declares. */
  declare context: Readonly<Record<string, unknown>> | undefined;

  constructor() {
    super();
    for (const name of TEXTS) this[name] = '';
    this.open = this.hidden = this.preview = this.debug = false;
  }
}
