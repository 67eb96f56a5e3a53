/**
 * A custom element that is drawn again once for all that has changed in a task: as much of Lit's own base class as
 * our one element needs, under the names that Lit gives it (docs/decisions/0014).
 */
import { render } from 'lit/html.js';
import type { nothing, TemplateResult } from 'lit/html.js';

import { adoptStyles } from './styles/adopted.ts';

/** How an attribute belongs to a property. */
export interface Property {
  /** Its name, where that is not the property's; `false` for none. */
  readonly attribute?: string | false;
  /** Of an attribute that is there or not; any other is text. */
  readonly type?: BooleanConstructor;
  /** Whether it follows the property; of booleans. */
  readonly reflect?: boolean;
}

export type Properties = Readonly<Record<string, Property>>;

/** A server that renders pages has no elements, and may import the class all the same. */
const Base =
  (globalThis as { HTMLElement?: typeof HTMLElement }).HTMLElement ??
  (Object as unknown as typeof HTMLElement);

export abstract class UpdatingElement extends Base {
  static readonly properties: Properties = {};
  static readonly styles: string = '';

  protected readonly renderRoot: ShadowRoot = this.attachShadow({ mode: 'open' });

  private readonly values: Record<string, unknown> = {};
  /** What the page set before it knew the class. It wins over attributes. */
  private early: Record<string, unknown> = {};
  private changed = new Map<string, unknown>();
  /** True until the element is first in a page: nothing is drawn before. */
  private isUpdatePending = true;
  declare private firstConnected: () => void;
  private updating = new Promise<void>((resolve) => {
    this.firstConnected = resolve;
  }).then(() => {
    adoptStyles(this.renderRoot, classOf(this).styles);
    return this.update();
  });

  /** Read once, when the element is defined: the moment to make the accessors. */
  static get observedAttributes(): readonly string[] {
    const entries = Object.entries(this.properties);
    for (const [name] of entries) {
      Object.defineProperty(this.prototype, name, {
        configurable: true,
        enumerable: true,
        get(this: UpdatingElement): unknown {
          return this.values[name];
        },
        set(this: UpdatingElement, value: unknown) {
          const old = this.values[name];
          this.values[name] = value;
          if (value !== old) this.requestUpdate(name, old);
        },
      });
    }
    return entries.flatMap((entry) => attributeOf(entry) || []);
  }

  constructor() {
    super();
    for (const [name, value] of Object.entries(this)) {
      if (!(name in classOf(this).properties)) continue;
      this.early[name] = value;
      Reflect.deleteProperty(this, name);
    }
  }

  /** Resolves when what has changed is on the screen, with whether that was all; rejects when it could not be drawn. */
  get updateComplete(): Promise<boolean> {
    return this.updating;
  }

  /** Draws the element again, at the end of the task. */
  requestUpdate(name?: string, old?: unknown): void {
    if (name !== undefined && !this.changed.has(name)) this.changed.set(name, old);
    if (this.isUpdatePending) return;
    this.isUpdatePending = true;
    this.updating = Promise.resolve().then(() => this.update());
  }

  attributeChangedCallback(attribute: string, _old: string | null, value: string | null): void {
    for (const entry of Object.entries(classOf(this).properties)) {
      if (attributeOf(entry) !== attribute) continue;
      const [name, { type }] = entry;
      Reflect.set(this, name, type === Boolean ? value !== null : (value ?? ''));
    }
  }

  connectedCallback(): void {
    Object.assign(this, this.early);
    this.early = {};
    this.firstConnected();
  }

  /** Derives what follows from the changes. What is set here belongs to the same update. */
  protected willUpdate?(changed: ReadonlyMap<string, unknown>): void;

  protected abstract render(): TemplateResult | typeof nothing;

  /** When it is drawn. */
  protected updated?(): void;

  private update(): boolean {
    let view;
    try {
      this.willUpdate?.(this.changed);
      this.reflect();
      view = this.render();
    } finally {
      // What changes from here on, and after an error, is an update of its own.
      this.changed = new Map();
      this.isUpdatePending = false;
    }
    render(view, this.renderRoot);
    this.updated?.();
    return !this.isUpdatePending;
  }

  private reflect(): void {
    for (const entry of Object.entries(classOf(this).properties)) {
      const attribute = entry[1].reflect && attributeOf(entry);
      if (attribute) this.toggleAttribute(attribute, Boolean(this.values[entry[0]]));
    }
  }
}

function classOf(element: UpdatingElement): typeof UpdatingElement {
  return element.constructor as typeof UpdatingElement;
}

function attributeOf([name, { attribute = name }]: readonly [string, Property]): string | false {
  return attribute;
}
