/** A small panel beside the survey, behind the attribute `debug`. It goes when the attribute goes. */
import type { OtklikErrorEvent } from '../events.ts';
import type { Insight } from '../insight.ts';
import { adoptStyles } from '../styles/adopted.ts';
import { drawDebug } from '../views/debug.ts';
import type { Told } from '../views/debug.ts';
import { detailsOf } from './details.ts';
import { debugStyles } from './styles.ts';

const EVENTS = ['shown', 'answered', 'completed', 'dismissed', 'delivery', 'token-needed', 'error'];
/** The latest events that are listed. */
const REMEMBERED = 12;

const panels = new WeakMap<Element, Panel>();

/** After each drawing of the element. */
export function drawPanel(element: HTMLElement, insight: Insight): void {
  const panel = panels.get(element) ?? new Panel(element);
  panels.set(element, panel);
  panel.draw(insight);
}

class Panel {
  readonly #element: HTMLElement;
  readonly #box = document.createElement('div');
  readonly #root = this.#box.attachShadow({ mode: 'open' });
  #told: readonly Told[] = [];
  #problem: string | undefined;
  #insight: Insight | undefined;
  /** The latest drawing wins. */
  #turn = 0;

  constructor(element: HTMLElement) {
    this.#element = element;
    this.#box.className = 'debug';
    adoptStyles(this.#root, debugStyles);
    for (const name of EVENTS) {
      element.addEventListener(`otklik-${name}`, (event) => this.#hear(name, event));
    }
    new MutationObserver(() => this.#stand()).observe(element, { attributeFilter: ['debug'] });
  }

  draw(insight: Insight): void {
    this.#insight = insight;
    this.#stand();
    void this.#draw();
  }

  async #draw(): Promise<void> {
    const insight = this.#insight;
    if (insight === undefined) return;
    const turn = ++this.#turn;
    const details = await detailsOf(insight);
    if (turn !== this.#turn) return;
    drawDebug(
      { explanation: insight, details, told: this.#told, problem: this.#problem },
      this.#root,
    );
    this.#keepOff();
  }

  #hear(name: string, event: Event): void {
    const { delivery, screen, code, problem } = event as Event &
      Partial<Record<'delivery' | 'screen' | 'code' | 'problem', string>>;
    if (name === 'error') this.#problem = `${code}: ${(event as OtklikErrorEvent).problem}`;
    const what = [name, delivery ?? code ?? screen, problem].filter(Boolean).join(' ');
    this.#told = [{ at: performance.now(), what }, ...this.#told].slice(0, REMEMBERED);
    void this.#draw();
  }

  /** In the top layer, where it is to be had: the survey may be there too. */
  #stand(): void {
    const root = this.#element.shadowRoot;
    if (!this.#element.hasAttribute('debug') || root === null) return this.#box.remove();
    if (this.#box.parentNode !== root) root.append(this.#box);
    if (!('popover' in this.#box)) return;
    this.#box.popover = 'manual';
    if (this.#box.isConnected && !this.#box.matches(':popover-open')) this.#box.showPopover();
  }

  /** In the corner that leaves most of the survey free. */
  #keepOff(): void {
    const survey = this.#element.shadowRoot?.querySelector('.shell')?.getBoundingClientRect();
    if (survey === undefined) return;
    const { innerWidth, innerHeight } = window;
    const middle = { x: survey.x + survey.width / 2, y: survey.y + survey.height / 2 };
    this.#box.dataset['x'] = middle.x > innerWidth / 2 ? 'left' : 'right';
    this.#box.dataset['y'] = middle.y > innerHeight / 2 ? 'top' : 'bottom';
  }
}
