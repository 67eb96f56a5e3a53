/** Who answers what, in which order and how: drawn from the seed, so that people do the same again. */
import type { Values } from '../ledger.ts';
import type { Chance } from '../seeded.ts';

/** Screens with their questions, as in survey.json; a radio button's place stands for its value. */
export const screens = [
  { id: 'first', questions: { recommend: range(0, 10) } },
  { id: 'second', questions: { matters: ['price', 'speed', 'people', 'care'] } },
  { id: 'third', questions: { why: 'words' } },
  { id: 'fourth', questions: { courier: range(1, 5), again: ['yes', 'no', 'perhaps'] } },
  { id: 'fifth', questions: { more: 'words' } },
] as const;

export type Screens = readonly {
  readonly id: string;
  readonly questions: Readonly<Record<string, 'words' | readonly (string | number)[]>>;
}[];

/** One occasion to answer on, for one person; the same until it is over, however often the browser dies. */
export interface Turn {
  readonly occasion: string;
  readonly respondent: string;
  /** What the person has in mind when the page is opened this time. */
  readonly plan: Plan;
}

export interface Plan {
  /** To every question, by screen. */
  readonly answers: Readonly<Record<string, Values>>;
  /** Leaves this screen, comes back and answers otherwise. */
  readonly doubts: { readonly screen: string; readonly answers: Values } | undefined;
  /** Leaves the survey when this screen comes, for good. */
  readonly leavesAt: string | undefined;
  /** By finger, which leads on by itself, or by keyboard. */
  readonly taps: boolean;
  /** Before each answer. */
  readonly pauseMs: number;
  /** How long the thanks are looked at. */
  readonly lingerMs: number;
}

export interface People {
  /** The turn it is; another plan for each visit. */
  turn(): Turn;
  /** It is the next one's turn. */
  next(): void;
  /** Who has had a turn, by occasion. */
  readonly respondents: ReadonlyMap<string, string>;
}

export interface Habits {
  /** Share of occasions that are left in the middle. */
  readonly leaves: number;
}

/** @param count of people who share the device */
export function createPeople(chance: Chance, count: number, habits: Habits): People {
  const respondents = new Map<string, string>();
  let turns = 0;
  let visits = 0;
  return {
    respondents,
    turn() {
      visits += 1;
      const occasion = `order-${turns}`;
      const respondent = `person-${turns % count}`;
      respondents.set(occasion, respondent);
      const leaves = chance.branch(`${occasion}/leaves`);
      const leavesAt = leaves.happens(habits.leaves) ? leaves.pick(screens.slice(1)).id : undefined;
      const own = chance.branch(`${occasion}/${visits}`);
      return { occasion, respondent, plan: { ...planOf(own, `${occasion} ${visits}`), leavesAt } };
    },
    next: () => void (turns += 1),
  };
}

function planOf(chance: Chance, name: string): Omit<Plan, 'leavesAt'> {
  const answers = Object.fromEntries(
    screens.map(({ id, questions }) => [id, valuesFor(questions, chance, name)]),
  );
  const doubted = chance.pick(screens.slice(0, -1));
  const doubts = {
    screen: doubted.id,
    answers: valuesFor(doubted.questions, chance, `${name} again`),
  };
  return {
    answers,
    doubts: chance.happens(0.3) ? doubts : undefined,
    taps: chance.happens(0.5),
    pauseMs: chance.pick([0, 0, 5, 40]),
    lingerMs: chance.pick([0, 50, 200, 600]),
  };
}

function valuesFor(questions: Screens[number]['questions'], chance: Chance, name: string): Values {
  return Object.fromEntries(
    Object.entries(questions).map(([id, values]) => [
      id,
      // Words that nobody else writes, and nobody twice.
      values === 'words' ? `${id} of ${name}` : chance.pick(values),
    ]),
  );
}

function range(least: number, most: number): readonly number[] {
  return Array.from({ length: most - least + 1 }, (_, index) => least + index);
}
