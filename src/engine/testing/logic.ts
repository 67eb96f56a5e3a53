/**
 * Surveys with everything that logic can do, by chance: conditions, ways, endings, loops, hidden
 * questions, rules, one page or many. Not published.
 */
import * as fc from 'fast-check';

import type {
  Condition,
  Ending,
  Expression,
  GoTo,
  Question,
  Rule,
  Screen,
  SurveyContent,
} from '../../protocol/index.ts';

export type Chance = fc.GeneratorValue;

const text = (words: string): { en: string; ru: string } => ({ en: words, ru: `${words} (ru)` });

/** Less than `below`. */
export function number(g: Chance, below: number): number {
  return g(fc.nat, { max: below - 1 });
}

function oneOf<T>(g: Chance, items: readonly [T, ...T[]]): T {
  return items[number(g, items.length)] ?? items[0];
}

function happens(g: Chance, percent: number): boolean {
  return number(g, 100) < percent;
}

function maybe<K extends string, V>(
  g: Chance,
  percent: number,
  name: K,
  value: () => V,
): Partial<Record<K, V>> {
  return happens(g, percent) ? ({ [name]: value() } as Record<K, V>) : {};
}

const choices = ['a', 'b', 'c'].map((id) => ({ id, label: text(`choice ${id}`) }));

/** What has been asked so far, and may be looked at. */
interface Scope {
  readonly known: readonly Question[];
}

function conditionOn(g: Chance, { known }: Scope, depth = 0): Condition {
  const kind = number(g, depth > 1 ? 6 : 9);
  if (kind === 6) return { not: conditionOn(g, { known }, depth + 1) };
  if (kind > 6) {
    const group = [conditionOn(g, { known }, depth + 1), conditionOn(g, { known }, depth + 1)];
    return kind === 7 ? { all: group } : { any: group };
  }
  const question = known[number(g, Math.max(1, known.length))];
  if (question === undefined || kind === 0) {
    return oneOf<Condition>(g, [
      { variable: 'segment', op: 'eq', value: 'vip' },
      { variable: 'orders', op: 'gt', value: number(g, 5) },
      { variable: 'today', op: 'lt', value: '2026-12-01' },
    ]);
  }
  return comparison(g, question);
}

function comparison(g: Chance, question: Question): Condition {
  const answer = question.id;
  if (happens(g, 20)) return { answer, op: oneOf(g, ['answered', 'empty'] as const) };
  switch (question.type) {
    case 'nps':
      return { answer, op: oneOf(g, ['gte', 'lte', 'ne'] as const), value: number(g, 11) };
    case 'number':
      return { answer, op: oneOf(g, ['gt', 'lt'] as const), value: 1 + number(g, 98) };
    case 'single':
      return { answer, op: oneOf(g, ['eq', 'ne'] as const), value: oneOf(g, ['a', 'b', 'c']) };
    case 'multiple':
      return { answer, op: 'includes', value: oneOf(g, ['a', 'b', 'c']) };
    case 'text':
      return { answer, op: oneOf(g, ['includes', 'ne'] as const), value: 'x' };
    case 'matrix':
      return { answer, part: oneOf(g, ['a', 'b']), op: 'eq', value: oneOf(g, ['a', 'b', 'c']) };
    case 'hidden':
      return { answer, op: oneOf(g, ['gt', 'lt'] as const), value: number(g, 20) };
    default:
      return { answer, op: 'answered' };
  }
}

/** Always a number, so that conditions on it are sound. */
function expressionOf(g: Chance, scope: Scope, depth = 0): Expression {
  const { known } = scope;
  const inner = (): Expression => expressionOf(g, scope, depth + 1);
  switch (number(g, depth > 1 ? 3 : 9)) {
    case 0:
      return number(g, 10);
    case 1:
      return { variable: 'orders' };
    case 2:
      return numberFrom(known[number(g, Math.max(1, known.length))]);
    case 3:
      return { sum: [inner(), inner()] };
    case 4:
      return { quotient: [inner(), inner()] };
    case 5:
      return { round: { average: [inner(), inner()] }, digits: number(g, 3) };
    case 6:
      // oxlint-disable-next-line unicorn/no-thenable -- a field of the survey format
      return { if: conditionOn(g, scope), then: inner(), else: inner() };
    case 7:
      return { days: ['2026-11-01', { variable: 'today' }] };
    default:
      return { difference: [inner(), inner()] };
  }
}

function numberFrom(question: Question | undefined): Expression {
  switch (question?.type) {
    case 'nps':
    case 'number':
    case 'hidden':
      return { answer: question.id };
    case 'single':
    case 'multiple':
      return { points: question.id, of: { a: 1, b: 2.5, c: -1 } };
    case 'matrix':
      return { count: question.id };
    default:
      return 1;
  }
}

/** Can be met: by the value named first, whatever else it asks for. */
function ruleOn(g: Chance, question: Question, scope: Scope): Rule {
  const { id: answer } = question;
  const met: Condition =
    question.type === 'number'
      ? { answer, op: 'eq', value: 50 }
      : question.type === 'nps'
        ? { answer, op: 'eq', value: 5 }
        : { answer, op: 'empty' };
  return {
    must: { any: [met, conditionOn(g, { known: [...scope.known, question] })] },
    message: text('not like this'),
    ...maybe(g, 30, 'level', () => 'warning' as const),
  };
}

const TYPES = [
  'nps',
  'number',
  'single',
  'multiple',
  'text',
  'matrix',
  'hidden',
  'statement',
] as const;

function question(g: Chance, id: string, scope: Scope): Question {
  const { known } = scope;
  const piped = known[number(g, Math.max(1, known.length))]?.id;
  const title = piped === undefined ? text(id) : text(`${id} after {{answer.${piped}|nothing}}`);
  const shown = { id, title, ...maybe(g, 30, 'showIf', () => conditionOn(g, scope)) };
  const type = oneOf(g, TYPES);
  if (type === 'hidden') return { ...shown, type, value: expressionOf(g, scope) };
  if (type === 'statement') return { ...shown, type };
  const required = oneOf(g, [
    {},
    {},
    { required: true },
    { requiredIf: conditionOn(g, scope) },
  ] as const);
  const plain = typed(g, type, { ...shown, ...required });
  if ((plain.type !== 'number' && plain.type !== 'nps') || !happens(g, 30)) return plain;
  return { ...plain, rules: [ruleOn(g, plain, scope)] };
}

function typed(
  g: Chance,
  type: 'nps' | 'number' | 'single' | 'multiple' | 'text' | 'matrix',
  common: Pick<Question & { type: 'nps' }, 'id' | 'title' | 'showIf' | 'required' | 'requiredIf'>,
): Question {
  const shuffle = maybe(g, 30, 'shuffle', () => true);
  const other = { id: 'o', label: text('other'), other: true };
  switch (type) {
    case 'nps':
      return { ...common, type };
    case 'number':
      return { ...common, type, min: 0, max: 100 };
    case 'single':
      return {
        ...common,
        type,
        ...shuffle,
        choices: happens(g, 30) ? [...choices, other] : choices,
      };
    case 'multiple':
      return {
        ...common,
        type,
        ...shuffle,
        choices: happens(g, 30) ? [...choices, other] : choices,
      };
    case 'text':
      return { ...common, type, size: 'short', maxLength: 40 };
    case 'matrix':
      return { ...common, type, rows: choices.slice(0, 2), columns: choices };
  }
}

/** A survey that is being written. */
interface Draft {
  readonly screens: Screen[];
  readonly known: Question[];
  readonly looped: Set<string>;
  readonly endings: readonly Ending[];
}

/** Mostly sound: references look back, ways lead on. What is not is for the check to find. */
export function logicSurvey(g: Chance): SurveyContent {
  const isScroll = happens(g, 15);
  const endings: Ending[] = happens(g, 40)
    ? [
        { id: 'e0', title: text('sent here') },
        { id: 'e1', if: { variable: 'segment', op: 'eq', value: 'vip' }, title: text('vip') },
      ]
    : [];
  const draft: Draft = { screens: [], known: [], looped: new Set(), endings };
  const wanted = 1 + number(g, 5);
  while (draft.screens.length < wanted) {
    const loop = draft.known.find(({ type, id }) => type === 'multiple' && !draft.looped.has(id));
    if (loop !== undefined && happens(g, 40)) addLoop(g, draft, loop.id);
    else addScreen(g, draft, draft.known);
  }
  const screens = isScroll
    ? draft.screens
    : draft.screens.map((one, at) => leading(g, one, at, draft));
  return {
    title: text('survey'),
    defaultLanguage: 'en',
    variables: { segment: { type: 'string' }, orders: { type: 'number' } },
    screens,
    thanks: { title: text('thanks') },
    ...(isScroll && { layout: 'scroll' as const }),
    ...(endings.length > 0 && { endings }),
  };
}

function addScreen(g: Chance, { screens }: Draft, known: Question[], loop?: string): void {
  const at = screens.length;
  const showIf = maybe(g, 25, 'showIf', () => conditionOn(g, { known: [...known] }));
  const questions = Array.from({ length: 1 + number(g, 3) }, (_, index) => {
    const asked = question(g, `q${at}_${index}`, { known: [...known] });
    if (asked.type !== 'statement') known.push(asked);
    return asked;
  });
  screens.push({ id: `s${at}`, questions, ...showIf, ...(loop !== undefined && { loop }) });
}

/** What was asked in a loop is known after it under the name of a round. */
function addLoop(g: Chance, draft: Draft, loop: string): void {
  draft.looped.add(loop);
  const inside = [...draft.known];
  const before = inside.length;
  const rounds = 1 + number(g, 2);
  for (let round = 0; round < rounds; round += 1) addScreen(g, draft, inside, loop);
  const copies = inside.slice(before).map((asked) => ({ ...asked, id: `${asked.id}__b` }));
  draft.known.push(...copies.filter(({ type }) => type !== 'multiple'));
}

function leading(g: Chance, screen: Screen, at: number, { screens, endings }: Draft): Screen {
  const later = screens.slice(at + 1).map(({ id }) => id);
  const goTo: GoTo[] = Array.from({ length: number(g, 3) }, () => ({
    if: conditionOn(g, { known: screen.questions.filter(({ type }) => type !== 'statement') }),
    to: oneOf(g, ['end', ...later, ...endings.map(({ id }) => id)]),
  }));
  return goTo.length > 0 ? { ...screen, goTo } : screen;
}
