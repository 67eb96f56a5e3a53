/** The order of shuffled choices: another for every response, and the same wherever it is computed. */
import type { Choice, Question } from '../protocol/index.ts';

/**
 * Ids of the choices as they are shown. Those that are anchored keep their places; "other" and "none of
 * these" are, unless they say otherwise.
 *
 * @param seed the response's id
 * @returns undefined where the survey's order is shown
 */
export function choiceOrder(question: Question, seed: string): readonly string[] | undefined {
  if (!('choices' in question) || question.shuffle !== true) return undefined;
  const { choices } = question;
  const shuffled = shuffle(
    choices.filter((choice) => !isAnchored(choice)),
    numbersFrom(`${seed}/${question.id}`),
  );
  let next = 0;
  return choices.map((choice) => (isAnchored(choice) ? choice : (shuffled[next++] ?? choice)).id);
}

function isAnchored({ anchored, other, exclusive }: Choice): boolean {
  return anchored ?? (other === true || exclusive === true);
}

/** Fisher and Yates. */
function shuffle<T>(items: readonly T[], random: () => number): T[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const chosen = random() % (last + 1);
    const [one, other] = [shuffled[last], shuffled[chosen]];
    if (one === undefined || other === undefined) continue;
    shuffled[last] = other;
    shuffled[chosen] = one;
  }
  return shuffled;
}

/**
 * Unsigned 32-bit integers: the seed by FNV-1a, then splitmix32. Response ids that follow one another
 * differ in few bits; the mixing makes other orders of them.
 */
function numbersFrom(seed: string): () => number {
  let state = 0x811c9dc5;
  for (let index = 0; index < seed.length; index += 1) {
    state = Math.imul(state ^ seed.charCodeAt(index), 0x01000193);
  }
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}
