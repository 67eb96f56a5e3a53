/** The surveys of the benches, beside the one that the floor is written for. */
import type { Question, Screen, SurveyContent } from 'otklik/protocol';

import { nextTitle } from './contenders.ts';

const en = (text: string): { readonly en: string } => ({ en: text });

const title = en(nextTitle);

const list = (names: readonly string[]): { id: string; label: { readonly en: string } }[] =>
  names.map((name) => ({ id: name.toLowerCase(), label: en(name) }));

const labels = { low: en('Not at all likely'), high: en('Very likely') };

const score: Screen = {
  id: 'score',
  questions: [
    {
      id: 'nps',
      type: 'nps',
      title: en('How likely are you to recommend us to a friend?'),
      labels,
    },
  ],
};

const cities = Array.from({ length: 60 }, (_, index) => `City ${index + 1}`).map((name) => ({
  id: name.toLowerCase().replace(' ', '_'),
  label: en(name),
}));

/** What comes after the score, by kind. */
export const nextQuestions: Readonly<Record<string, Question>> = {
  text: { id: 'next', type: 'text', size: 'long', title },
  single: { id: 'next', type: 'single', title, choices: list(['Price', 'Quality', 'Delivery']) },
  rating: { id: 'next', type: 'rating', shape: 'stars', scale: 5, title },
  matrix: {
    id: 'next',
    type: 'matrix',
    title,
    rows: list(['Advice', 'Packing', 'Delivery', 'Payment', 'Return']),
    columns: list(['Poor', 'Fair', 'Fine', 'Good', 'Great']),
  },
  ranking: {
    id: 'next',
    type: 'ranking',
    title,
    choices: list(['Taste', 'Price', 'Origin', 'Look', 'Speed', 'Service']),
  },
  slider: { id: 'next', type: 'slider', min: 0, max: 100, step: 5, title },
  'search (60)': { id: 'next', type: 'single', display: 'search', title, choices: cities },
  date: { id: 'next', type: 'date', title },
  file: { id: 'next', type: 'file', title },
  signature: { id: 'next', type: 'signature', title },
};

/** One screen with a score, one with this question. */
export function scoreThen(next: Question): SurveyContent {
  return surveyOf([score, { id: 'next', questions: [next] }]);
}

/** One question a screen; every third only after a good score, and each tells what was answered first. */
export function longSurvey(questions: number): SurveyContent {
  const rest = Array.from({ length: questions - 1 }, (_, index): Screen => {
    const id = `q${index + 2}`;
    const asked: Question = {
      id,
      type: 'text',
      size: 'short',
      title: index === 0 ? title : en(`Why {{answer.nps}}? Question ${index + 2}`),
    };
    const isForFew = index % 3 === 2;
    return {
      id: `s${index + 2}`,
      questions: [asked],
      ...(isForFew ? { showIf: { answer: 'nps', op: 'gte', value: 7 } } : {}),
    };
  });
  return surveyOf([score, ...rest]);
}

function surveyOf(screens: readonly Screen[]): SurveyContent {
  return {
    title: en('Delivery'),
    defaultLanguage: 'en',
    screens: [...screens],
    thanks: { title: en('Thank you') },
  };
}
