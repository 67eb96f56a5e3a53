import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { SurveyContent } from '../protocol/index.ts';
import type { Answers, Variables } from '../protocol/index.ts';
import { checkSurvey } from './check.ts';
import { compileSurvey } from './compile.ts';
import { answersOnPath, endingOf, isFinished, path, questionStatuses, settled } from './index.ts';
import { inLanguage } from './languages.ts';
import { textsIn } from './localised-texts.ts';
import { review } from './review.ts';
import { logicSurvey } from './testing/logic.ts';
import type { Chance } from './testing/logic.ts';
import { answerAll, NOW } from './testing/respondent.ts';

const VARIABLES: Variables = {
  segment: { value: 'vip', source: 'token' },
  orders: { value: 3, source: 'page' },
  today: { value: '2026-11-22', source: 'auto' },
};
const ID = '019ab000-0000-7000-8000-000000000001';

/** What publishing would accept, as the service hands it out. */
function accepted(g: Chance): SurveyContent {
  const content = logicSurvey(g);
  fc.pre(checkSurvey(content).length === 0);
  return compileSurvey(content);
}

const values = (answers: Answers) =>
  Object.fromEntries(Object.entries(answers).map(([id, { value }]) => [id, value]));

describe('whatever survey the check accepts', () => {
  it('is walked to its end by every respondent, and the service agrees on each step', () => {
    fc.assert(
      fc.property(fc.gen(), (g) => {
        const content = accepted(g);
        const { answers, revisions } = answerAll(g, content, VARIABLES);
        const facts = { answers, variables: VARIABLES };
        expect(isFinished(content, facts)).toBe(true);
        for (const revision of revisions) {
          const sent = answersOnPath(content, { answers: revision, variables: VARIABLES });
          expect(judged(content, 'partial', sent).errors).toEqual([]);
        }
        const sent = answersOnPath(content, facts);
        const known = { answers: sent, variables: VARIABLES };
        const verdict = judged(content, 'completed', sent);
        expect(verdict.errors).toEqual([]);
        expect(values(verdict.answers)).toEqual(values(settled(content, facts).answers));
        expect(verdict.questions).toEqual(questionStatuses(content, facts, 'completed'));
        expect(Object.values(verdict.questions)).not.toContain('not_reached');
        expect(path(content, known)).toEqual(path(content, facts));
        expect(endingOf(content, known)).toEqual(endingOf(content, facts));
      }),
      { numRuns: 500 },
    );
    // Against hanging; it takes a few seconds.
  }, 60_000);

  it('is a survey by its schema, and compiled twice is compiled once', () => {
    fc.assert(
      fc.property(fc.gen(), (g) => {
        const content = logicSurvey(g);
        expect(SurveyContent.safeParse(content).error).toBeUndefined();
        fc.pre(checkSurvey(content).length === 0);
        const once = compileSurvey(content);
        expect(compileSurvey(once)).toEqual(once);
      }),
    );
  });

  it('holds in one language no word of another', () => {
    fc.assert(
      fc.property(fc.gen(), (g) => {
        const { variables: _, ...russian } = inLanguage(accepted(g), 'ru');
        expect(JSON.stringify(russian)).not.toContain('"en":');
        expect(textsIn(russian).every(({ text }) => Object.keys(text).join() === 'ru')).toBe(true);
      }),
    );
  });
});

function judged(content: SurveyContent, status: 'partial' | 'completed', answers: Answers) {
  const timings = { updatedAt: NOW };
  return review(content, { id: ID, status, answers, timings }, VARIABLES);
}
