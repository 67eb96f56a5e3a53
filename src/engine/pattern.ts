/**
 * Patterns that are judged in linear time, whatever is typed. All ways through a pattern are followed at
 * once (Thompson, "Regular expression search algorithm", 1968), so that no character is read twice.
 *
 * The syntax is JavaScript's with the flag `u`: literals, `.`, classes such as `[a-z]` and `[^0-9]`, `\d \w \s`
 * and their opposites, letters and digits of all scripts as `\p{L}` and `\p{N}`, groups, `|`, `? * +`, `{2}`,
 * `{2,}`, `{2,5}`. A pattern fits the whole text or not at all; `^` and `$` may be written. What would need to
 * remember is missing: references back, and looking ahead or behind. Zod-free.
 */

interface State {
  /** Which character leads on; a state without it is passed without one. */
  readonly fits?: (character: string) => boolean;
  /** Can be passed only here. */
  readonly where?: 'start' | 'end';
  readonly next: State[];
}

interface Program {
  readonly start: State;
  readonly done: State;
}

/** Why this is no pattern, in a sentence; null when it is one. */
export function patternFault(source: string): string | null {
  const program = compile(source);
  return typeof program === 'string' ? program : null;
}

/**
 * Whether the whole text fits; nothing fits what is no pattern.
 *
 * @param steps counts the states that were visited
 */
export function matches(source: string, text: string, steps = { taken: 0 }): boolean {
  const program = compile(source);
  if (typeof program === 'string') return false;
  const characters = Array.from(text);
  const last = characters.length;
  let here = reached([program.start], last === 0 ? ['start', 'end'] : ['start'], steps);
  characters.forEach((character, at) => {
    const ahead = here.filter(({ fits }) => fits?.(character)).flatMap(({ next }) => next);
    here = reached(ahead, at + 1 === last ? ['end'] : [], steps);
  });
  return here.includes(program.done);
}

/** These states, and all that can be had from them without a character; each once. */
function reached(
  from: readonly State[],
  here: readonly State['where'][],
  steps: { taken: number },
): readonly State[] {
  const states = new Set(from);
  // What is added on the way is visited as well.
  for (const { fits, where, next } of states) {
    steps.taken += 1;
    if (fits || (where && !here.includes(where))) continue;
    for (const state of next) states.add(state);
  }
  return [...states];
}

const compiled = new Map<string, Program | string>();
const COMPILED_MOST = 100;

function compile(source: string): Program | string {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  if (compiled.size >= COMPILED_MOST) compiled.clear();
  const program = parsed(source);
  compiled.set(source, program);
  return program;
}

function parsed(source: string): Program | string {
  const draft: Draft = { source, at: 0, size: 0, tests: new Map() };
  const done: State = { next: [] };
  try {
    const fragment = alternatives(draft);
    if (draft.at < source.length) throw misplaced(draft);
    return { start: fragment(done), done };
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}

/** States and repetitions of one pattern, and so the steps that one character costs at most. */
const SIZE_MOST = 2000;

interface Draft {
  readonly source: string;
  /** How far it is read. */
  at: number;
  size: number;
  /** The same test, wherever it stands, judges a character once. */
  readonly tests: Map<string, NonNullable<State['fits']>>;
}

/** A part of the pattern, by what comes after it. A repeated part is built several times. */
type Fragment = (next: State) => State;

function alternatives(draft: Draft): Fragment {
  const options = [sequence(draft)];
  while (take(draft, /\|/y)) options.push(sequence(draft));
  return (next) => state(draft, { next: options.map((option) => option(next)) });
}

function sequence(draft: Draft): Fragment {
  const items: Fragment[] = [];
  while (draft.at < draft.source.length && !/[|)]/.test(draft.source.charAt(draft.at))) {
    items.push(item(draft));
  }
  return (next) => items.reduceRight((after, one) => one(after), next);
}

function item(draft: Draft): Fragment {
  const anchor = take(draft, /[$^]/y);
  if (anchor) {
    const where = anchor[0] === '^' ? 'start' : 'end';
    return (next) => state(draft, { where, next: [next] });
  }
  const one = group(draft) ?? character(draft);
  const start = draft.at;
  // A "?" after it would say which way to try first: all are tried at once.
  const found = take(draft, /([?*+]|\{(\d+)(,?)(\d*)\})\??/y);
  if (!found) return one;
  const [, sign, least, comma, most] = found;
  const min = Number(least ?? (sign === '+' ? 1 : 0));
  const open = most === '' ? Infinity : Number(most);
  const max = least === undefined ? (sign === '?' ? 1 : Infinity) : comma === '' ? min : open;
  if (min > max) throw misplaced({ ...draft, at: start });
  return repeated(draft, one, min, max);
}

function repeated(draft: Draft, one: Fragment, min: number, max: number): Fragment {
  return (next) => {
    let after = next;
    if (max === Infinity) {
      after = state(draft, { next: [next] });
      after.next.push(one(after));
    } else {
      for (let copy = min; copy < max; copy += 1) {
        after = state(draft, { next: [one(after), next] });
      }
    }
    for (let copy = 0; copy < min; copy += 1) {
      // Counted, for a part without any state of its own can be repeated too.
      grow(draft);
      after = one(after);
    }
    return after;
  };
}

function group(draft: Draft): Fragment | undefined {
  if (!take(draft, /\((?:\?:|(?!\?))/y)) return undefined;
  const inner = alternatives(draft);
  if (!take(draft, /\)/y)) throw new SyntaxError('A ")" is missing.');
  return inner;
}

/**
 * What stands for one character, as JavaScript writes it: a class, an escape, or the character itself. Of
 * the many names for `\p` those that every browser knows.
 */
const CHARACTER =
  /\[(?:[^\]\\]|\\(?:[pP]\{[LMNPSZ][a-z]?\}|[^pP]))*\]|\\(?:[pP]\{[LMNPSZ][a-z]?\}|u[\da-fA-F]{4}|[dDwWsSfnrtv]|[^\w\s])|[^\\[\](){}|?*+^$]/uy;

function character(draft: Draft): Fragment {
  const start = draft.at;
  const written = take(draft, CHARACTER)?.[0];
  if (written === undefined) throw misplaced(draft);
  const fits = draft.tests.get(written) ?? testOf(written);
  if (!fits) throw misplaced({ ...draft, at: start });
  draft.tests.set(written, fits);
  return (next) => state(draft, { fits, next: [next] });
}

/** One character has no ways to try: it is left to the browser. */
function testOf(written: string): State['fits'] {
  let regExp: RegExp;
  try {
    regExp = new RegExp(`^${written}$`, 'u');
  } catch {
    // An empty range such as [z-a], an escape that there is not.
    return undefined;
  }
  let [last, fits] = ['', false];
  return (one) => {
    if (one !== last) [last, fits] = [one, regExp.test(one)];
    return fits;
  };
}

function take(draft: Draft, sticky: RegExp): RegExpExecArray | null {
  sticky.lastIndex = draft.at;
  const found = sticky.exec(draft.source);
  if (found) draft.at = sticky.lastIndex;
  return found;
}

function state(draft: Draft, made: State): State {
  grow(draft);
  return made;
}

function grow(draft: Draft): void {
  draft.size += 1;
  if (draft.size > SIZE_MOST) throw new SyntaxError('It is too large; repeat less.');
}

function misplaced({ source, at }: Draft): SyntaxError {
  return new SyntaxError(`"${source.slice(at, at + 3)}" at character ${at + 1} is not understood.`);
}
