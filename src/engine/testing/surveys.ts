/** Surveys and respondents by chance, for property tests. Not published. */
import * as fc from 'fast-check';

import type {
  AnswerValue,
  Condition,
  GoTo,
  Question,
  QuestionOf,
  QuestionType,
  Screen,
  SurveyContent,
} from '../../protocol/index.ts';

const text = (words: string): { en: string; ru: string } => ({ en: words, ru: `${words} (ru)` });

const choices = ['a', 'b', 'c'].map((id) => ({ id, label: text(`choice ${id}`) }));
const rows = ['x', 'y'].map((id) => ({ id, label: text(`row ${id}`) }));

type Shape = (id: string, required: boolean) => Question;

/** Every type, so that a new one fails here until there is a shape of it. */
const SHAPE_OF: Readonly<Record<Exclude<QuestionType, 'hidden'>, Shape>> = {
  nps: (id, required) => ({ id, required, type: 'nps', title: text(id) }),
  csat: (id, required) => ({ id, required, type: 'csat', title: text(id) }),
  ces: (id, required) => ({ id, required, type: 'ces', title: text(id) }),
  rating: (id, required) => ({
    id,
    required,
    type: 'rating',
    shape: 'stars',
    scale: 5,
    title: text(id),
  }),
  single: (id, required) => ({ id, required, type: 'single', choices, title: text(id) }),
  multiple: (id, required) => ({
    id,
    required,
    type: 'multiple',
    choices: [...choices, { id: 'none', label: text('none'), exclusive: true }],
    min: 1,
    max: 2,
    title: text(id),
  }),
  matrix: (id, required) => ({
    id,
    required,
    type: 'matrix',
    rows,
    columns: choices,
    title: text(id),
  }),
  ranking: (id, required) => ({ id, required, type: 'ranking', choices, title: text(id) }),
  slider: (id, required) => ({
    id,
    required,
    type: 'slider',
    min: 0,
    max: 1,
    step: 0.1,
    title: text(id),
  }),
  text: (id, required) => ({
    id,
    required,
    type: 'text',
    size: 'short',
    maxLength: 20,
    title: text(id),
  }),
  email: (id, required) => ({ id, required, type: 'email', title: text(id) }),
  phone: (id, required) => ({ id, required, type: 'phone', title: text(id) }),
  url: (id, required) => ({ id, required, type: 'url', title: text(id) }),
  number: (id, required) => ({ id, required, type: 'number', min: 0, title: text(id) }),
  date: (id, required) => ({ id, required, type: 'date', max: 'today', title: text(id) }),
  time: (id, required) => ({ id, required, type: 'time', min: '09:00', title: text(id) }),
  address: (id, required) => ({ id, required, type: 'address', title: text(id) }),
  contact: (id, required) => ({
    id,
    required,
    type: 'contact',
    optional: ['phone'],
    title: text(id),
  }),
  consent: (id, required) => ({
    id,
    required,
    type: 'consent',
    title: text(id),
    label: text('agreed'),
  }),
  file: (id, required) => ({ id, required, type: 'file', maxFiles: 2, title: text(id) }),
  signature: (id, required) => ({ id, required, type: 'signature', title: text(id) }),
  statement: (id) => ({ id, type: 'statement', title: text(id) }),
  link: (id) => ({
    id,
    type: 'link',
    title: text(id),
    label: text('go'),
    url: 'https://shop.example.com/',
  }),
};
const SHAPES: readonly Shape[] = Object.values(SHAPE_OF);

/** One question of every type that can be seen. */
export const everyQuestion: readonly Question[] = Object.entries(SHAPE_OF).map(([type, shape]) =>
  shape(`q_${type}`, true),
);

/** A condition on something that is known when `known` have been asked. */
function conditionOn(known: readonly Question[]): fc.Arbitrary<Condition> {
  const simple: fc.Arbitrary<Condition>[] = [
    fc.constant({ variable: 'segment', op: 'eq', value: 'vip' } as const),
    fc.constant({ variable: 'segment', op: 'empty' } as const),
  ];
  for (const question of known) {
    const answer = question.id;
    if (question.type === 'statement' || question.type === 'hidden') continue;
    simple.push(fc.constant({ answer, op: 'answered' } as const));
    if (question.type === 'nps' || question.type === 'rating') {
      simple.push(fc.nat(10).map((value) => ({ answer, op: 'lte' as const, value })));
    }
    if ('choices' in question) {
      simple.push(fc.constant({ answer, op: 'includes', value: 'a' } as const));
    }
  }
  const leaf = fc.oneof(...simple);
  return fc.oneof(
    leaf,
    leaf.map((not) => ({ not })),
    fc.array(leaf, { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(leaf, { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
  );
}

interface Draws {
  readonly shape: number;
  readonly required: boolean;
  readonly conditional: boolean;
}

const draws = fc.record({
  shape: fc.nat(SHAPES.length - 1),
  required: fc.boolean(),
  conditional: fc.boolean(),
});

/** Surveys that publishing would mostly accept: references look back, ways lead on. */
export const surveyContent: fc.Arbitrary<SurveyContent> = fc
  .array(fc.array(draws, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 })
  .chain((plan) => fc.tuple(...screensOf(plan)))
  .map((screens) => ({
    title: text('survey'),
    defaultLanguage: 'en',
    variables: { segment: { type: 'string' } },
    screens,
    thanks: { title: text('thanks') },
  }));

function screensOf(plan: readonly (readonly Draws[])[]): fc.Arbitrary<Screen>[] {
  const asked: Question[] = [];
  return plan.map((row, at) => {
    const before = [...asked];
    const questions = row.map((draw, index) => question(draw, `q${at}_${index}`));
    asked.push(...questions);
    const withConditions = fc.tuple(
      ...questions.map((plain, index) =>
        row[index]?.conditional === true
          ? conditionOn(before).map((showIf) => ({ ...plain, showIf }))
          : fc.constant(plain),
      ),
    );
    return fc.tuple(withConditions, goTos(plan.length, at, [...asked])).map(([shown, goTo]) => ({
      id: `s${at}`,
      questions: shown,
      goTo,
    }));
  });
}

function question(draw: Draws, id: string): Question {
  const shape = SHAPES[draw.shape];
  if (shape === undefined) throw new RangeError('no such shape');
  return shape(id, draw.required);
}

function goTos(screens: number, at: number, known: readonly Question[]): fc.Arbitrary<GoTo[]> {
  const later = Array.from({ length: screens - at - 1 }, (_, index) => `s${at + 1 + index}`);
  const to = fc.constantFrom(...later, 'end');
  return fc.array(
    fc.tuple(conditionOn(known), to).map(([condition, target]) => ({ if: condition, to: target })),
    {
      maxLength: 2,
    },
  );
}

const FILE = {
  id: '0123456789abcdef0123456789abcdef',
  name: 'a.png',
  type: 'image/png',
  bytes: 10,
};

/** What a respondent might do with a question: answer well, answer badly, or leave it. */
export const anyAnswer: fc.Arbitrary<AnswerValue> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer({ min: -1, max: 11 }),
  fc.double(),
  fc.constantFrom('a', 'b', 'c', 'd', '', '  ', 'a@b.ru', 'x'.repeat(30)),
  fc.constantFrom('+7 (495) 123-45-67', '٠١٢٣٤٥٦', 'example.com', 'http://a.b:80/', '2026-02-30'),
  fc.constantFrom('2026-11-22', '12:30', 'M1 2L3 4', 'name: Ann ', 'https://user@host.ru'),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.subarray(['a', 'b', 'c', 'd', 'none']),
  fc.shuffledSubarray(['a', 'b', 'c']),
  fc.tuple(fc.double(), fc.double()),
  fc.dictionary(
    fc.constantFrom('x', 'y', 'z', 'street', 'email', 'city', 'firstName', '__proto__'),
    fc.oneof(fc.constantFrom('a', 'b', ' ', 'a@b.ru'), fc.subarray(['a', 'b', 'd'])),
  ),
  fc.constantFrom<AnswerValue>([FILE], [FILE, FILE], [{ ...FILE, type: 'image/svg+xml' }]),
);

/** An answer that the question takes. */
export function fittingAnswer(question_: Question, chance: number): AnswerValue {
  switch (question_.type) {
    case 'nps':
      return chance % 11;
    case 'csat':
    case 'ces':
      return 1 + (chance % 5);
    case 'rating':
      return 1 + (chance % question_.scale);
    case 'single':
      return question_.choices[chance % question_.choices.length]?.id ?? null;
    case 'multiple': {
      const { choices: all, min = 1 } = question_;
      const ids = all.filter(({ exclusive }) => exclusive !== true).map(({ id }) => id);
      return ids.slice(0, Math.max(min, 1 + (chance % 2)));
    }
    case 'matrix':
      return Object.fromEntries(
        question_.rows.map(({ id }) => {
          const column = question_.columns[chance % question_.columns.length]?.id ?? '';
          return [id, question_.multiple === true ? [column] : column] as const;
        }),
      );
    case 'ranking': {
      const ids = question_.choices.map(({ id }) => id);
      const from = chance % ids.length;
      return [...ids.slice(from), ...ids.slice(0, from)].slice(0, question_.top ?? ids.length);
    }
    case 'slider':
      return question_.range === true ? [question_.min, question_.max] : question_.min;
    case 'text':
      return `text ${chance % 1000}`;
    case 'email':
      return `r${chance}@example.com`;
    case 'phone':
      return `+7495${1_000_000 + (chance % 1_000_000)}`;
    case 'url':
      return `https://example.com/${chance}`;
    case 'number':
      return question_.min ?? 0;
    case 'date':
      return fittingDay(question_);
    case 'time':
      return question_.min ?? question_.max ?? '12:00';
    case 'address':
      return { street: 'Arbat 1', postalCode: '119002', city: 'Moscow', country: 'Russia' };
    case 'contact':
      return { firstName: 'Ann', lastName: 'Bell', email: `r${chance}@example.com` };
    case 'consent':
    case 'link':
      return true;
    case 'file':
      return [FILE];
    case 'signature':
      return chance % 2 === 0 ? 'M10 20L30 40' : 'name:Ann';
    case 'statement':
    case 'hidden':
      return null;
  }
}

/** Whatever day "today" is. */
function fittingDay({ min = 'today', max = 'today' }: QuestionOf<'date'>): string {
  if (min !== 'today') return min;
  return max === 'today' ? '2020-02-29' : max;
}
