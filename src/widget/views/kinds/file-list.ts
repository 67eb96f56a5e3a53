/** The files that were chosen: what they are, how far they have come, and a way to take them back. */
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import type { Shelf, ShelfItem } from '../../files/shelf.ts';
import { filled } from '../../strings/index.ts';
import type { file as english } from '../../../protocol/words/en/kinds/file.ts';

export interface ListContext {
  readonly shelf: Shelf;
  readonly lang: string;
  readonly words: typeof english;
}

export function fileList(context: ListContext): TemplateResult {
  return html`<ul part="files" class="files">
    ${context.shelf.items.map((item) => row(item, context))}
  </ul>`;
}

function row(item: ShelfItem, { shelf, lang, words }: ListContext): TemplateResult {
  const { id, name, bytes, stage, picture } = item;
  const said = stageText(item, words);
  const remove = ({ currentTarget }: Event): void => {
    // Rows move up into the place of the one that goes, and with them the focus; behind the last is the way in.
    const place = currentTarget as HTMLElement;
    if (id === lastOf(shelf)?.id) {
      place.closest('fieldset')?.querySelector<HTMLElement>('.adder input')?.focus();
    }
    void shelf.remove(id);
  };
  return html`<li part="file" class=${stage.kind}>
    <span class="picture">${picture ?? paper}</span>
    <span>
      <bdi class="name">${name}</bdi>
      <small>${sizeText(bytes, lang)}${said === '' ? nothing : ` · ${said}`}</small>
      ${
        stage.kind === 'sending'
          ? html`<progress max="100" .value=${stage.percent} aria-label=${name}></progress>`
          : nothing
      }
    </span>
    ${
      stage.kind === 'preparing'
        ? nothing
        : html`<button
            type="button"
            class="icon"
            aria-label=${filled(words.fileRemove, { item: name })}
            @click=${remove}
          >
            ${cross}
          </button>`
    }
  </li>`;
}

export function lastOf({ items }: Shelf): ShelfItem | undefined {
  return items[items.length - 1];
}

export function stageText({ name, stage }: ShelfItem, words: typeof english): string {
  switch (stage.kind) {
    case 'preparing':
      return filled(words.filePreparing, { item: name });
    case 'waiting':
      return words.fileWaiting;
    case 'sending':
      return filled(words.fileSending, { n: stage.percent });
    case 'sent':
      return words.fileSent;
    case 'refused':
      return words.fileRefused;
    case 'unknown':
      return '';
  }
}

const BYTES_PER_UNIT = 1024;

function sizeText(bytes: number, lang: string): string {
  const kilobytes = bytes / BYTES_PER_UNIT;
  const isLarge = kilobytes >= BYTES_PER_UNIT;
  const amount = isLarge ? kilobytes / BYTES_PER_UNIT : Math.max(1, kilobytes);
  return new Intl.NumberFormat(lang, {
    style: 'unit',
    unit: isLarge ? 'megabyte' : 'kilobyte',
    maximumFractionDigits: isLarge ? 1 : 0,
  }).format(amount);
}

/** @param path in a square of 24 */
export function sign(path: string): TemplateResult {
  return html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${path}></path></svg>`;
}

const cross = sign('M7 7l10 10M17 7 7 17');
const paper = sign('M6 3h8l4 4v14H6zM14 3v4h4');
