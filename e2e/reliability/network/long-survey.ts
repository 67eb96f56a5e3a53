/** Ten questions, each on a screen of its own, and somebody's answers to them. */
import type { SurveyContent } from 'otklik/protocol';

import type { Chance } from '../seeded.ts';
import type { Values } from './device.ts';

const both = (text: string): { en: string } => ({ en: text });
const numbers = [...Array.from({ length: 10 }).keys()];

export const longSurvey: SurveyContent = {
  title: both('Ten questions'),
  defaultLanguage: 'en',
  variables: { orderNumber: { type: 'string' } },
  screens: numbers.map((n) => ({
    id: `screen${n}`,
    questions: [
      n % 2 === 0
        ? { id: `q${n}`, type: 'nps', title: both(`How likely is it, for the ${n}th time?`) }
        : { id: `q${n}`, type: 'text', size: 'long', title: both(`And why, for the ${n}th time?`) },
    ],
  })),
  thanks: { title: both('Thank you!') },
};

/** @param who stands in each text, so that no two are the same */
export function longAnswers(who: string, chance: Chance): readonly Values[] {
  return numbers.map((n) => ({
    [`q${n}`]:
      n % 2 === 0
        ? chance.between(0, 10)
        : `The ${n}th words of ${who}. ${'They go on. '.repeat(chance.between(0, 20))}`.trim(),
  }));
}
