/** Surveys and respondents by chance, for property tests. Not published. */
import * as fc from 'fast-check';

import type {
  AnswerValue,
  Condition,
  GoTo,
  Question,
  Screen,
  SurveyContent,
} from '../../protocol/index.ts';

const text = (words: string): { en: string; ru: string } => ({ en: words, ru: `${words} (ru)` });

const choices = ['a', 'b', 'c'].map((id) => ({ id, label: text(`choice ${id}`) }));

type Shape = (id: string, required: boolean) => Question;

const SHAPES: readonly Shape[] = [
  (id, required) => ({ id, required, type: 'nps', title: text(id) }),
  (id, required) => ({ id, required, type: 'rating', shape: 'stars', scale: 5, title: text(id) }),
  (id, required) => ({ id, required, type: 'single', choices, title: text(id) }),
  (id, required) => ({ id, required, type: 'multiple', choices, min: 1, max: 2, title: text(id) }),
  (id, required) => ({ id, required, type: 'text', size: 'short', maxLength: 20, title: text(id) }),
  (id, required) => ({ id, required, type: 'email', title: text(id) }),
  (id) => ({ id, type: 'statement', title: text(id) }),
];

/** A condition on something that is known when `known` have been asked. */
function conditionOn(known: readonly Question[]): fc.Arbitrary<Condition> {
  const simple: fc.Arbitrary<Condition>[] = [
    fc.constant({ variable: 'segment', op: 'eq', value: 'vip' } as const),
    fc.constant({ variable: 'segment', op: 'empty' } as const),
  ];
  for (const question of known) {
    const answer = question.id;
    if (question.type === 'statement') continue;
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

/** What a respondent might do with a question: answer well, answer badly, or leave it. */
export const anyAnswer: fc.Arbitrary<AnswerValue> = fc.oneof(
  fc.constant(null),
  fc.integer({ min: -1, max: 11 }),
  fc.constantFrom('a', 'b', 'c', 'd', '', '  ', 'a@b.ru', 'x'.repeat(30)),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.subarray(['a', 'b', 'c', 'd']),
);

/** An answer that the question takes. */
export function fittingAnswer(question_: Question, chance: number): AnswerValue {
  switch (question_.type) {
    case 'nps':
      return chance % 11;
    case 'rating':
      return 1 + (chance % question_.scale);
    case 'single':
      return question_.choices[chance % question_.choices.length]?.id ?? null;
    case 'multiple':
      return question_.choices.slice(0, 1 + (chance % 2)).map(({ id }) => id);
    case 'text':
      return `text ${chance}`;
    case 'email':
      return `r${chance}@example.com`;
    case 'statement':
      return null;
  }
}
