import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { adoptStyles } from './styles/adopted.ts';
import { UpdatingElement } from './updating-element.ts';
import type { Properties } from './updating-element.ts';

/** A lamp that tells what is done to it. */
class Lamp extends UpdatingElement {
  static override readonly properties: Properties = {
    color: {},
    madeBy: { attribute: 'made-by' },
    owner: { attribute: false },
    isLit: { type: Boolean, attribute: 'lit', reflect: true },
    isDim: { type: Boolean, attribute: 'dim' },
  };
  static override readonly styles: string = 'p { color: rgb(1, 2, 3); }';

  declare color: string;
  declare madeBy: string;
  declare owner: object | undefined;
  declare isLit: boolean;
  declare isDim: boolean;

  readonly changes: Record<string, unknown>[] = [];
  readonly draws: string[] = [];
  whenDrawn: () => void = () => undefined;

  constructor() {
    super();
    this.color = 'white';
    this.isLit = false;
  }

  protected override willUpdate(changed: ReadonlyMap<string, unknown>): void {
    this.changes.push(Object.fromEntries(changed));
    if (this.color === 'green') this.isLit = true;
  }

  protected override render(): TemplateResult | typeof nothing {
    this.draws.push(this.color);
    if (this.color === 'none') throw new RangeError('a lamp has a color');
    return this.color === '' ? nothing : html`<p>${this.color}</p>`;
  }

  protected override updated(): void {
    this.whenDrawn();
  }

  get drawn(): number {
    return this.draws.length;
  }

  get text(): string {
    return this.renderRoot.textContent;
  }
}
customElements.define('x-lamp', Lamp);

let place: HTMLElement;

beforeEach(() => {
  place = document.createElement('div');
  document.body.append(place);
});

afterEach(() => {
  place.remove();
  vi.restoreAllMocks();
});

const lamp = (): Lamp => document.createElement('x-lamp') as Lamp;

/** In the page, and drawn. */
async function shown(element = lamp()): Promise<Lamp> {
  place.append(element);
  await element.updateComplete;
  return element;
}

/** Elements that are in the page before anybody knows what they are. */
function unknown(name: string, attributes = ''): Lamp {
  const holder = new DOMParser().parseFromString(`<${name} ${attributes}></${name}>`, 'text/html');
  const element = holder.body.firstElementChild as Lamp;
  place.append(element);
  return element;
}

describe('an attribute', () => {
  it('is its property, by its own name where it has one', async () => {
    const element = await shown();
    element.setAttribute('color', 'red');
    element.setAttribute('made-by', 'Ann');
    element.setAttribute('owner', 'Ann');
    expect(element).toMatchObject({ color: 'red', madeBy: 'Ann' });
    expect(element.owner).toBeUndefined();
    await element.updateComplete;
    expect(element.text).toBe('red');
  });

  it('that is taken away leaves an empty text, and a boolean false', async () => {
    const element = await shown();
    element.setAttribute('color', 'red');
    element.setAttribute('dim', '');
    expect(element.isDim).toBe(true);
    element.removeAttribute('color');
    element.removeAttribute('dim');
    expect(element).toMatchObject({ color: '', isDim: false });
  });

  it('follows a boolean that says so, and no other', async () => {
    const element = await shown();
    element.isLit = true;
    element.isDim = true;
    element.color = 'red';
    await element.updateComplete;
    expect(element.getAttributeNames()).toEqual(['lit']);
    element.isLit = false;
    await element.updateComplete;
    expect(element.getAttributeNames()).toEqual([]);
  });

  it('that follows is not drawn a second time for it', async () => {
    const element = await shown();
    element.isLit = true;
    expect(await element.updateComplete).toBe(true);
    expect(element.drawn).toBe(2);
  });
});

describe('a property that was set before the element was known', () => {
  it('is kept, and wins over its attribute', async () => {
    const element = unknown('x-early-lamp', 'color="red" made-by="Ann"');
    const owner = {};
    Object.assign(element, { color: 'blue', owner });
    customElements.define('x-early-lamp', class extends Lamp {});
    await element.updateComplete;
    expect(element).toMatchObject({ color: 'blue', madeBy: 'Ann' });
    expect(element.owner).toBe(owner);
    expect(element.text).toBe('blue');
  });

  it('can be changed afterwards, and stays changed when the element moves', async () => {
    const element = unknown('x-moving-lamp');
    element.color = 'blue';
    customElements.define('x-moving-lamp', class extends Lamp {});
    element.color = 'red';
    await element.updateComplete;
    expect(element.text).toBe('red');
    document.body.append(element);
    place.append(element);
    await element.updateComplete;
    expect(element.color).toBe('red');
  });
});

describe('an update', () => {
  it('waits until the element is in a page', async () => {
    const element = lamp();
    element.color = 'red';
    await Promise.resolve();
    expect(element.drawn).toBe(0);
    await shown(element);
    expect(element).toMatchObject({ drawn: 1, text: 'red' });
  });

  it('is one for all that changes in a task, and knows what was there before', async () => {
    const element = await shown();
    element.color = 'red';
    element.color = 'blue';
    element.isDim = true;
    expect(element.text).toBe('white');
    await element.updateComplete;
    expect(element).toMatchObject({ drawn: 2, text: 'blue' });
    expect(element.changes.at(-1)).toEqual({ color: 'white', isDim: undefined });
  });

  it('is none when nothing is another than before', async () => {
    const element = await shown();
    element.color = 'white';
    await element.updateComplete;
    expect(element.drawn).toBe(1);
  });

  it('may be asked for without a change', async () => {
    const element = await shown();
    element.requestUpdate();
    await element.updateComplete;
    expect(element.drawn).toBe(2);
    expect(element.changes.at(-1)).toEqual({});
  });

  it('takes in what is derived from it', async () => {
    const element = await shown();
    element.color = 'green';
    expect(await element.updateComplete).toBe(true);
    expect(element.hasAttribute('lit')).toBe(true);
    expect(element.drawn).toBe(2);
  });

  it('is followed by another for what is changed when it is drawn', async () => {
    const element = await shown();
    element.whenDrawn = () => {
      element.color = 'blue';
    };
    element.color = 'red';
    expect(await element.updateComplete).toBe(false);
    expect(await element.updateComplete).toBe(true);
    expect(element).toMatchObject({ drawn: 3, text: 'blue' });
  });
});

describe('an update that fails', () => {
  it('says so to whoever waits, and does not keep the next from being drawn', async () => {
    const element = await shown();
    element.color = 'none';
    await expect(element.updateComplete).rejects.toThrow('a lamp has a color');
    expect(element.text).toBe('white');
    element.color = 'red';
    await element.updateComplete;
    expect(element.text).toBe('red');
  });

  it('is an error of the page when nobody waits, the first one as well', async () => {
    // The test runner leaves it to a listener of ours, but writes it down.
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const hear = vi.fn((event: PromiseRejectionEvent) => event.preventDefault());
    globalThis.addEventListener('unhandledrejection', hear);
    const element = lamp();
    element.color = 'none';
    place.append(element);
    await vi.waitFor(() => expect(hear).toHaveBeenCalledOnce());
    globalThis.removeEventListener('unhandledrejection', hear);
    expect(hear.mock.calls[0]?.[0].reason).toBeInstanceOf(RangeError);
  });
});

describe('the style sheet', () => {
  const colorOf = (element: Lamp): string =>
    getComputedStyle(element.shadowRoot!.querySelector('p')!).color;

  it('is one for all elements', async () => {
    const [one] = (await shown()).shadowRoot!.adoptedStyleSheets;
    const [other] = (await shown()).shadowRoot!.adoptedStyleSheets;
    expect(one).toBeInstanceOf(CSSStyleSheet);
    expect(other).toBe(one);
  });

  it('is an element of its own where sheets cannot be shared, and is not drawn over', async () => {
    vi.stubGlobal('CSSStyleSheet', undefined);
    class OldLamp extends Lamp {
      static override readonly styles = 'p { color: rgb(4, 5, 6); }';
    }
    customElements.define('x-old-lamp', OldLamp);
    const element = await shown(document.createElement('x-old-lamp') as Lamp);
    vi.unstubAllGlobals();
    expect(colorOf(element)).toBe('rgb(4, 5, 6)');
    element.color = '';
    await element.updateComplete;
    expect(element.shadowRoot!.children).toHaveLength(1);
    element.color = 'red';
    await element.updateComplete;
    expect(colorOf(element)).toBe('rgb(4, 5, 6)');
  });

  it('may be followed by another, which wins, and stays the only element', async () => {
    const element = await shown();
    const root = element.shadowRoot!;
    const later = 'p { color: rgb(7, 8, 9); }';
    adoptStyles(root, Lamp.styles, later);
    expect(colorOf(element)).toBe('rgb(7, 8, 9)');
    vi.stubGlobal('CSSStyleSheet', undefined);
    adoptStyles(root, Lamp.styles, 'p { color: rgb(10, 11, 12); }');
    adoptStyles(root, Lamp.styles, 'p { color: rgb(13, 14, 15); }');
    vi.unstubAllGlobals();
    expect(root.querySelectorAll('style')).toHaveLength(1);
  });

  it('comes along when the element is first put into another document', async () => {
    const frame = document.createElement('iframe');
    place.append(frame);
    const element = lamp();
    frame.contentDocument!.body.append(element);
    await element.updateComplete;
    const { color } = frame.contentWindow!.getComputedStyle(
      element.shadowRoot!.querySelector('p')!,
    );
    expect(color).toBe('rgb(1, 2, 3)');
  });
});
