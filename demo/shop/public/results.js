// The rows of the results page, drawn again every two seconds. Nodes only, no markup from strings:
// the page enforces Trusted Types.

/**
 * @import { StoredResponse } from 'otklik/protocol'
 * @typedef {{ locale: string, anonymous: string, status: Record<string, string>, questionStatus: Record<string, string> }} Words
 * @typedef {string | Element} Content
 */

const table = /** @type {HTMLTableElement} */ (document.querySelector('#responses'));
const live = /** @type {HTMLElement} */ (document.querySelector('#live'));
const empty = /** @type {HTMLElement} */ (document.querySelector('#empty'));
const words = /** @type {Words} */ (JSON.parse(table.dataset.words ?? '{}'));
const intervalMs = 2000;
let shown = '';

void follow();

async function follow() {
  try {
    const reply = await fetch('/results.json', { cache: 'no-store' });
    if (!reply.ok) throw new Error(`results answered ${reply.status}`);
    draw(await reply.text());
    say(live.dataset.live, 'live');
  } catch {
    // Whatever it was, the next round tries again; the page says that it is behind.
    say(live.dataset.stale, 'stale');
  }
  setTimeout(() => void follow(), intervalMs);
}

/** @param {string} text the responses as they came */
function draw(text) {
  if (text === shown) return;
  shown = text;
  const responses = /** @type {StoredResponse[]} */ (JSON.parse(text));
  table.tBodies[0]?.replaceChildren(...responses.map((response) => row(response)));
  table.hidden = responses.length === 0;
  empty.hidden = responses.length > 0;
}

/** @param {string | undefined} text @param {'live' | 'stale'} state */
function say(text, state) {
  if (live.textContent !== text) live.textContent = text ?? '';
  live.className = state;
}

/** @param {StoredResponse} response */
function row(response) {
  const { status, respondent, questions, variables } = response;
  const cells = [
    node('time', [new Date(response.updatedAt).toLocaleString(words.locale)]),
    `${response.survey.replace(/^srv_/, '')} v${response.version}`,
    respondent ?? words.anonymous,
    node('span', [words.status[status] ?? status], `status status-${status}`),
    list(Object.keys(questions).map((question) => answer(response, question))),
    list(bySource(variables).map(([name, { value, source }]) => variable(name, value, source))),
  ];
  const line = node(
    'tr',
    cells.map((cell) => node('td', [cell])),
  );
  line.dataset.response = response.id;
  return line;
}

/** @param {StoredResponse} response @param {string} question */
function answer(response, question) {
  const value = response.answers[question]?.value ?? null;
  const status = response.questions[question] ?? '';
  const text = value === null ? words.questionStatus[status] : written(value);
  return node('div', [
    node('dt', [question]),
    node('dd', [text ?? ''], value === null ? 'none' : ''),
  ]);
}

/** @param {string} name @param {string | number | boolean} value @param {string} source */
function variable(name, value, source) {
  const tag = node('span', [source], `source source-${source}`);
  return node('div', [node('dt', [name]), node('dd', [`${value} `, tag])]);
}

/** What was vouched for comes first. @param {StoredResponse['variables']} variables */
function bySource(variables) {
  const sources = ['token', 'page', 'auto'];
  return Object.entries(variables).sort(
    ([, a], [, b]) => sources.indexOf(a.source) - sources.indexOf(b.source),
  );
}

/** @param {Element[]} entries */
function list(entries) {
  return node('dl', entries);
}

/** @param {string} name @param {Content[]} content */
function node(name, content, className = '') {
  const element = document.createElement(name);
  if (className !== '') element.className = className;
  element.append(...content);
  return element;
}

/**
 * Parts of an answer each by its name, several choices one after the other.
 *
 * @param {unknown} value
 * @returns {string}
 */
function written(value) {
  if (Array.isArray(value)) return value.map(written).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([part, inner]) => `${part}: ${written(inner)}`)
    .join(', ');
}
