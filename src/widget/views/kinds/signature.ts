/**
 * A signature: drawn with a finger, pen or mouse, or, for those who cannot, the name typed. Drawn as SVG,
 * which is what the answer is too: it follows the size of the box, the colours and the resolution by itself.
 */
import { html, nothing, svg } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import { signature as words } from '../../../protocol/words/en/kinds/signature.ts';
import type { QuestionOf } from '../../../protocol/question.ts';
import { wordsOf } from '../../strings/index.ts';
import { css } from '../../styles/css.ts';
import type { Ui } from '../ui.ts';
import type { Kinds, QuestionState } from './kind.ts';
import { curves, FIELD, strokesOf, withStroke } from './signature-path.ts';
import type { Point } from './signature-path.ts';

const styles = css`
  .pad {
    position: relative;
    margin-top: 16px;
    border: 1px solid var(--border);
    border-radius: var(--small-radius);
    background: var(--surface);
  }
  .pad svg {
    width: 100%;
    height: auto;
    min-height: 120px;
    stroke-width: 2.5;
    touch-action: none;
    cursor: crosshair;
    user-select: none;
    -webkit-user-select: none;
  }
  .pad path {
    vector-effect: non-scaling-stroke;
  }
  .pad .line {
    stroke: var(--line);
    stroke-width: 1.5;
  }
  .pad .word {
    position: absolute;
    inset: auto 0 5%;
    text-align: center;
    font-size: 0.875em;
    color: var(--muted);
    pointer-events: none;
  }
  .signature .ways {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 4px;
    margin-top: 4px;
  }
  .signature .ways button {
    padding-inline: 8px;
  }
  .signature.faulty .pad {
    border-color: var(--danger);
  }
`;

const TYPED = 'name:';

function view(
  question: QuestionOf<'signature'>,
  { value, note }: QuestionState,
  ui: Ui,
): TemplateResult {
  const { id } = question;
  const text = typeof value === 'string' ? value : '';
  const isTyping = typeof note === 'boolean' ? note : text.startsWith(TYPED);
  const said = wordsOf(words, ui);
  const change = (): void => {
    ui.type(id, null);
    ui.note(id, !isTyping);
  };
  return html`${isTyping ? nameField(question, text, said, ui) : pad(question, text, said, ui)}
    <div class="ways">
      <button type="button" class="quiet" @click=${change}>
        ${isTyping ? said.drawInstead : said.typeInstead}
      </button>
      ${
        text === '' || isTyping
          ? nothing
          : html`<button type="button" class="quiet" @click=${() => ui.choose(id, null)}>
              ${said.clear}
            </button>`
      }
    </div>`;
}

function nameField(
  { id }: QuestionOf<'signature'>,
  text: string,
  said: typeof words,
  ui: Ui,
): TemplateResult {
  const typed = ({ target }: Event): void => {
    const name = (target as HTMLInputElement).value;
    ui.type(id, name.trim() === '' ? null : TYPED + name);
  };
  return html`<input
    part="field"
    id=${id}
    autocomplete="name"
    aria-label=${said.yourName}
    aria-describedby="${id}-hint ${id}-fault"
    placeholder=${said.yourName}
    maxlength="200"
    .value=${text.slice(TYPED.length)}
    @input=${typed}
    @change=${ui.commit}
  />`;
}

/** The line being drawn, by the field that it is drawn in: nobody else needs it before it is done. */
const drawing = new WeakMap<EventTarget, { readonly pointer: number; readonly points: Point[] }>();

function pad(
  { id }: QuestionOf<'signature'>,
  path: string,
  said: typeof words,
  ui: Ui,
): TemplateResult {
  const begin = (event: PointerEvent): void => {
    const field = event.currentTarget as SVGSVGElement;
    if (!event.isPrimary || event.button !== 0) return;
    event.preventDefault();
    field.setPointerCapture(event.pointerId);
    drawing.set(field, { pointer: event.pointerId, points: [pointOf(event, field)] });
    show(field);
  };
  const end = (event: PointerEvent): void => {
    const field = event.currentTarget as SVGSVGElement;
    const line = drawing.get(field);
    if (line?.pointer !== event.pointerId) return;
    drawing.delete(field);
    ui.choose(id, withStroke(path, line.points));
    show(field);
  };
  return html`<div part="pad" class="pad">
    <svg
      viewBox="0 0 ${FIELD.width} ${FIELD.height}"
      role="img"
      aria-label=${said.signHere}
      @pointerdown=${begin}
      @pointermove=${follow}
      @pointerup=${end}
      @pointercancel=${end}
    >
      ${svg`<path class="line" d="M40 148H560" /><path d=${curves(strokesOf(path))} />`}
      <path class="live"></path>
    </svg>
    ${path === '' ? html`<span class="word" aria-hidden="true">${said.signHere}</span>` : nothing}
  </div>`;
}

function follow(event: PointerEvent): void {
  const field = event.currentTarget as SVGSVGElement;
  const line = drawing.get(field);
  if (line?.pointer !== event.pointerId) return;
  // A screen tells less often than a finger moves; Safari before 18.2 does not tell what was between.
  const between = event.getCoalescedEvents?.() ?? [];
  for (const one of between.length > 0 ? between : [event]) line.points.push(pointOf(one, field));
  show(field);
}

function show(field: SVGSVGElement): void {
  const points = drawing.get(field)?.points;
  field.querySelector('.live')?.setAttribute('d', points === undefined ? '' : curves([points]));
}

/** In units of the field, whatever its size on the screen. */
function pointOf({ clientX, clientY }: PointerEvent, field: SVGSVGElement): Point {
  const { left, top, width, height } = field.getBoundingClientRect();
  // Drawn as large as fits, and in the middle: as `preserveAspectRatio` does unless told otherwise.
  const scale = Math.min(width / FIELD.width, height / FIELD.height) || 1;
  return {
    x: (clientX - left - (width - FIELD.width * scale) / 2) / scale,
    y: (clientY - top - (height - FIELD.height * scale) / 2) / scale,
  };
}

export const kinds: Kinds = { signature: { frame: 'group', view, styles, words } };
