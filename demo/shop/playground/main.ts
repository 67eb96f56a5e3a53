/** The playground: a survey's JSON on one side, the survey on the other. */
import { createEditor } from './editor.ts';
import type { Editor } from './editor.ts';
import type { Hello, Play, Said } from './messages.ts';
import { readSurvey } from './problems.ts';
import type { Reading } from './problems.ts';
import { find } from './find.ts';
import { fromFragment, START, toFragment } from './state.ts';
import type { State } from './state.ts';
import { playgroundWords } from './words.ts';

const lang = document.documentElement.lang === 'ru' ? 'ru' : 'en';
const words = playgroundWords(lang);
const sizes = {
  phone: [390, 780],
  tablet: [820, 1100],
  desktop: [1280, 800],
  free: [0, 0],
} as const;
/** Milliseconds of quiet after which a text is taken as written. */
const QUIET_MS = 250;
const EVENTS_LISTED = 30;

const form = find('#settings', HTMLFormElement);
const frame = find('#stage', HTMLIFrameElement);
const stagePlace = find('#stage-place');
const events = find('#events');
const problemList = find('#problems');
const variables = find('#variables');
const examples = find('#example', HTMLSelectElement);

let state: State = START;
let reading: Reading = { content: undefined, problems: [] };
let isStageReady = false;
let timer: ReturnType<typeof setTimeout> | undefined;

const editor: Editor = createEditor(find('#editor'), words.editor, () => {
  clearTimeout(timer);
  timer = setTimeout(() => take({ text: editor.text }), QUIET_MS);
});

addEventListener('message', ({ data, source }: MessageEvent<Said>) => {
  if (source !== frame.contentWindow) return;
  if (data.kind === 'event') return list(data.name, data.data);
  isStageReady = true;
  play(true);
});

frame.contentWindow?.postMessage({ kind: 'hello' } satisfies Hello, location.origin);

form.addEventListener('input', (event) => {
  const { name, value, type } = event.target as HTMLInputElement;
  if (name === 'example') return void load(value);
  if (name.startsWith('variable:')) return take({ context: givenVariables() });
  const given = type === 'checkbox' ? (event.target as HTMLInputElement).checked : value;
  take({ [name]: given });
});
form.addEventListener('submit', (event) => event.preventDefault());
find('#restart').addEventListener('click', () => play(true));
find('#tidy').addEventListener('click', () => {
  if (!reading.problems.some(({ pointer }) => pointer === '')) {
    editor.text = JSON.stringify(JSON.parse(editor.text), null, 2);
  }
});
find('#copy').addEventListener('click', (event) => {
  const button = event.target as HTMLElement;
  void navigator.clipboard.writeText(location.href).then(() => (button.textContent = words.copied));
});
new ResizeObserver(fit).observe(stagePlace);

const shared = await fromFragment(location.hash);
const wanted = new URLSearchParams(location.search).get('example');
if (shared === undefined) await load(wanted ?? 'questions/nps.json');
else {
  state = shared;
  editor.text = state.text;
  take({});
}

async function load(name: string): Promise<void> {
  const reply = await fetch(`/surveys/${name}`);
  if (!reply.ok) return;
  examples.value = name;
  const text = await reply.text();
  editor.text = text;
  take({ text, context: {}, lang: '' }, true);
}

function take(change: Partial<State>, isFresh = false): void {
  state = { ...state, ...change };
  reading = readSurvey(state.text);
  editor.mark(reading.problems);
  showProblems();
  showVariables();
  showSettings();
  fit();
  play(isFresh);
  void toFragment(state).then((fragment) => history.replaceState(null, '', `#${fragment}`));
}

/** What cannot be read leaves the survey as it was: half a word is no reason for an empty stage. */
function play(isFresh: boolean): void {
  const { content } = reading;
  if (!isStageReady || content === undefined) return;
  const { display, position, theme, preset, context, dir, debug } = state;
  const attributes = Object.fromEntries(
    Object.entries({ display, position, theme, preset, lang: state.lang }).filter(
      ([, value]) => value !== '',
    ),
  );
  const play: Play = {
    kind: 'play',
    content,
    attributes: { ...attributes, ...(debug && { debug: '' }) },
    context,
    dir,
    lang,
    isFresh,
  };
  if (isFresh) events.replaceChildren();
  frame.contentWindow?.postMessage(play, location.origin);
}

function showSettings(): void {
  const languages = Object.keys(reading.content?.title ?? {});
  const select = find('[name="lang"]', HTMLSelectElement);
  if (languages.length > 0) {
    const options = languages.map((tag) => new Option(nameOf(tag), tag));
    select.replaceChildren(new Option(words.byItself, ''), ...options);
  }
  for (const name of ['size', 'display', 'position', 'theme', 'preset', 'lang', 'dir'] as const) {
    find(`[name="${name}"]`, HTMLSelectElement).value = state[name];
  }
  find('[name="debug"]', HTMLInputElement).checked = state.debug;
}

function nameOf(tag: string): string {
  try {
    return `${new Intl.DisplayNames([lang], { type: 'language' }).of(tag)} (${tag})`;
  } catch {
    return tag; // Being written: no tag yet.
  }
}

function showProblems(): void {
  const { problems } = reading;
  const items = problems.map((problem) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = problem.level;
    button.append(
      strong(words.line(editor.lineOf(problem))),
      ` ${problem.pointer} ${problem.message}`,
    );
    button.addEventListener('click', () => editor.goTo(problem));
    return item(button);
  });
  problemList.replaceChildren(...(items.length > 0 ? items : [item(words.noProblems)]));
  problemList.dataset['count'] = String(problems.length);
}

/** A field for each that the survey declares; those that are there keep the focus. */
function showVariables(): void {
  if (reading.content === undefined) return;
  const declared = Object.entries(reading.content.variables ?? {});
  const signature = JSON.stringify(declared);
  if (variables.dataset['for'] === signature) return;
  variables.dataset['for'] = signature;
  const fields = declared.map(([name, { type }]) => {
    const label = document.createElement('label');
    const input = document.createElement('input');
    input.name = `variable:${name}`;
    input.type = { string: 'text', number: 'number', boolean: 'checkbox', date: 'date' }[type];
    const value = state.context[name];
    if (type === 'boolean') input.checked = value === true;
    else input.value = value === undefined ? '' : String(value);
    label.append(name, input);
    return label;
  });
  variables.replaceChildren(...(fields.length > 0 ? fields : [words.noVariables]));
}

function givenVariables(): State['context'] {
  const given: Record<string, string | number | boolean> = {};
  for (const { name, type, value, checked, valueAsNumber } of variables.querySelectorAll('input')) {
    const key = name.replace('variable:', '');
    if (type === 'checkbox') given[key] = checked;
    else if (value !== '') given[key] = type === 'number' ? valueAsNumber : value;
  }
  return given;
}

function list(name: string, data: object): void {
  const known = Object.entries(data).filter(([, value]) => value !== undefined);
  const text = known.length > 0 ? ` ${JSON.stringify(Object.fromEntries(known))}` : '';
  events.prepend(item(strong(name), text));
  while (events.children.length > EVENTS_LISTED) events.lastElementChild?.remove();
}

/** The frame has the size of the device, and is drawn as large as there is room. */
function fit(): void {
  const [width, height] = sizes[state.size];
  const room = stagePlace.clientWidth;
  const scale = width === 0 ? 1 : Math.min(1, room / width);
  const { style } = frame;
  style.width = width === 0 ? '100%' : `${width}px`;
  style.height = height === 0 ? '640px' : `${height}px`;
  style.transform = `scale(${scale})`;
  // Scaling is drawing only: the room that is taken has to be said.
  stagePlace.style.height = height === 0 ? '' : `${Math.ceil(height * scale) + 2}px`;
  stagePlace.classList.toggle('free', width === 0);
  frame.style.marginInlineStart = `${Math.max(0, (room - width * scale) / 2) * Number(width > 0)}px`;
}

function item(...content: readonly (Node | string)[]): HTMLLIElement {
  const li = document.createElement('li');
  li.append(...content);
  return li;
}

function strong(text: string): HTMLElement {
  const b = document.createElement('b');
  b.textContent = text;
  return b;
}
