/** Something on a page as assistive technology knows it. */
export interface Thing {
  readonly role: string;
  readonly name: RegExp;
}

/** What can be said of a thing, whichever browser shows it. */
export interface Facts {
  readonly focused: boolean;
  readonly checked: boolean;
  readonly invalid: boolean;
  readonly value: string;
  /** In CSS pixels, from the corner of the window: of a choice, with the label that one aims at. */
  readonly box: Box;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export type Key = 'ArrowDown' | 'Backspace' | 'Enter' | 'Escape' | 'Space' | 'Tab';

/** A person at a browser: what one can do and see there, whoever drives it. */
export interface Visitor {
  open(url: string): Promise<void>;
  reload(): Promise<void>;
  /** With a trusted pointer, as soon as the thing is there. */
  tap(thing: Thing): Promise<void>;
  /** A trusted key, for whatever has the focus. */
  press(key: Key): Promise<void>;
  /** Trusted keys, one for each letter. */
  type(text: string): Promise<void>;
  /** Undefined while there is no such thing to be seen. */
  look(thing: Thing): Promise<Facts | undefined>;
  /** What the page makes of an expression; what comes back is JSON. */
  ask(expression: string): Promise<unknown>;
  /** A PNG of the window. */
  picture(): Promise<Buffer>;
  leave(): Promise<void>;
}

/** Runs in the page, wherever it is sent: it may use nothing from outside. */
export function factsOf(element: HTMLElement): Facts {
  const field = element as HTMLInputElement;
  const { left, top, right, bottom } = (field.closest('label') ?? element).getBoundingClientRect();
  return {
    focused: (element.getRootNode() as ShadowRoot).activeElement === element,
    checked: field.checked ?? false,
    invalid: element.getAttribute('aria-invalid') === 'true',
    value: field.value ?? '',
    box: { left, top, right, bottom },
  };
}
