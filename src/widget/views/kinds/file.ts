/** Files and photos: chosen, dropped, or taken at once. They are sent beside the answers (files/shelf.ts). */
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import { acceptedBy, DEFAULT_KINDS } from '../../../protocol/media-types.ts';
import type { FileKind, QuestionOf } from '../../../protocol/question.ts';
import { Shelf } from '../../files/shelf.ts';
import type { Refusal } from '../../files/shelf.ts';
import { filled, wordsOf } from '../../strings/index.ts';
import type { Ui } from '../ui.ts';
import { fileList, lastOf, sign, stageText } from './file-list.ts';
import { styles } from './file-styles.ts';
import { file as words } from '../../../protocol/words/en/kinds/file.ts';
import type { Kinds, QuestionState } from './kind.ts';

type FileQuestion = QuestionOf<'file'>;

function view(question: FileQuestion, { note }: QuestionState, ui: Ui): TemplateResult {
  const shelf = note instanceof Shelf ? note : undefined;
  const said = wordsOf(words, ui);
  const add = (files: FileList | null | undefined): void => {
    if (files) void shelf?.add([...files]);
  };
  const over = (event: DragEvent): void => {
    event.preventDefault();
    mark(event, true);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    mark(event, false);
    add(event.dataTransfer?.files);
  };
  return html`<div
    @dragover=${over}
    @dragleave=${(event: Event) => mark(event, false)}
    @drop=${drop}
  >
    ${shelf?.items.length ? fileList({ shelf, lang: ui.lang, words: said }) : nothing}
    <div class="adders">
      ${addersOf(question).map((adder) => adderView(adder, question, shelf, add, said))}
    </div>
    <div role="status">${shelf ? statusOf(shelf, said) : nothing}</div>
  </div>`;
}

function mark({ currentTarget }: Event, isOver: boolean): void {
  (currentTarget as Element).classList.toggle('over', isOver);
}

interface Adder {
  readonly word: 'addPhoto' | 'addFile';
  readonly accept: string;
  /** Opens the camera and nothing else. */
  readonly isCamera: boolean;
}

/** The camera alone would shut out the pictures that are there already. */
function addersOf({ accept: kinds, camera }: FileQuestion): readonly Adder[] {
  const accept: readonly FileKind[] = kinds ?? DEFAULT_KINDS;
  const isPhoto = accept.includes('image');
  const any = acceptedBy(accept);
  const isOnlyPhoto = isPhoto && accept.length === 1;
  const chooser: Adder = { word: 'addFile', accept: any, isCamera: false };
  if (isPhoto && camera) return [{ word: 'addPhoto', accept: 'image/*', isCamera: true }, chooser];
  return [{ ...chooser, word: isOnlyPhoto ? 'addPhoto' : 'addFile' }];
}

function adderView(
  { word, accept, isCamera }: Adder,
  { id, maxFiles }: FileQuestion,
  shelf: Shelf | undefined,
  add: (files: FileList | null) => void,
  said: typeof words,
): TemplateResult {
  const changed = ({ target }: Event): void => {
    const input = target as HTMLInputElement;
    add(input.files);
    // The same file may be chosen again, after it was taken back.
    input.value = '';
  };
  return html`<label class="adder" part="option">
    <input
      type="file"
      accept=${accept}
      capture=${isCamera ? 'environment' : nothing}
      aria-describedby="${id}-hint ${id}-fault"
      ?multiple=${maxFiles !== 1 && !isCamera}
      ?disabled=${shelf === undefined}
      @change=${changed}
    />
    <span class="face">${word === 'addPhoto' ? camera : clip}${said[word]}</span>
  </label>`;
}

/** What has just become of the last one, for those who do not see it; and why others were not added. */
function statusOf(shelf: Shelf, said: typeof words): readonly TemplateResult[] {
  const last = lastOf(shelf);
  const isWorthAWord = last !== undefined && last.stage.kind !== 'sending';
  const text = isWorthAWord ? stageText(last, said) : '';
  const isNamed = text !== '' && last?.stage.kind !== 'preparing';
  const news = isNamed ? `${last?.name}: ${text}` : text;
  return [
    html`<span class="unseen">${news}</span>`,
    ...shelf.refusals.map((refusal) => {
      return html`<p class="fault">${refusalText(refusal, shelf, said)}</p>`;
    }),
  ];
}

function refusalText({ name, why }: Refusal, shelf: Shelf, said: typeof words): string {
  if (why === 'unreadable') return filled(said.fileUnreadable, { item: name });
  if (why === 'no_room') return filled(said.fileNoRoom, { item: name });
  return why.code === 'file_count' ? shelf.say(why) : `${name}: ${shelf.say(why)}`;
}

const camera = sign(
  'M4 8h3.5L9 5.5h6L16.5 8H20v11H4zM12 10.2a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 0 1 0-6.4',
);
const clip = sign('M8 12.5l5.5-5.5a2.8 2.8 0 0 1 4 4l-7 7a4.5 4.5 0 0 1-6.4-6.4L11 4.8');

export const kinds: Kinds = {
  file: {
    frame: 'group',
    begin: (question, visit) => void new Shelf(question as FileQuestion, visit).open(),
    view,
    styles,
    words,
  },
};
