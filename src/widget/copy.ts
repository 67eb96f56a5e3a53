/**
 * For answers that the service does not take: the respondent may keep a copy. Loaded only then.
 *
 * A download is refused without a word in a sandboxed frame and in many web views, so the text is shown as well,
 * to be selected by hand.
 */
import type { TemplateResult } from 'lit/html.js';

import { copyText } from './copy-text.ts';
import type { OutboxRecord } from './record.ts';
import type { Ui } from './views/ui.ts';
import { copyView } from './views/copy.ts';

export class Copy {
  readonly #record: () => OutboxRecord;
  readonly #changed: () => void;
  #text: string | undefined;

  constructor(record: () => OutboxRecord, changed: () => void) {
    this.#record = record;
    this.#changed = changed;
  }

  view(ui: Ui): TemplateResult {
    return copyView(this.#text, () => this.#take(), ui);
  }

  #take(): void {
    const record = this.#record();
    this.#text = copyText(record);
    download(`survey-${record.timings.updatedAt.slice(0, 10)}.txt`, this.#text);
    this.#changed();
  }
}

function download(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  link.download = name;
  link.click();
  // Whoever asks where to put it asks for a while, and reads the file only then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
