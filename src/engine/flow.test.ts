import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Answers, AnswerValue, Screen, SurveyContent, Variables } from '../protocol/index.ts';
import {
  answersOnPath,
  finishScreen,
  firstScreen,
  isFinished,
  nextScreen,
  path,
  previousScreen,
  questionStatuses,
  validateAnswer,
  visibleAnswerables,
  visibleQuestions,
} from './index.ts';
import { review } from './review.ts';
import { anyAnswer, fittingAnswer, surveyContent } from './testing/surveys.ts';

const NOW = '2026-11-22T12:00:00.000Z';
const text = (en: string): { en: string } => ({ en });

const delivery: SurveyContent = {
  title: text('Delivery'),
  defaultLanguage: 'en',
  variables: { segment: { type: 'string' } },
  screens: [
    {
      id: 'score',
      questions: [{ id: 'nps', type: 'nps', title: text('How likely?'), required: true }],
      goTo: [{ if: { answer: 'nps', op: 'gte', value: 9 }, to: 'praise' }],
    },
    {
      id: 'reasons',
      questions: [
        {
          id: 'why',
          type: 'multiple',
          title: text('What went wrong?'),
          choices: [
            { id: 'late', label: text('Late') },
            { id: 'broken', label: text('Broken') },
          ],
        },
        {
          id: 'howLate',
          type: 'text',
          size: 'short',
          title: text('How late?'),
          showIf: { answer: 'why', op: 'includes', value: 'late' },
        },
      ],
      goTo: [{ to: 'end' }],
    },
    {
      id: 'praise',
      questions: [{ id: 'best', type: 'text', size: 'long', title: text('What was best?') }],
    },
  ],
  thanks: { title: text('Thank you') },
};

function given(values: Record<string, AnswerValue>): { answers: Answers; variables: Variables } {
  const answers = Object.fromEntries(
    Object.entries(values).map(([id, value]) => [id, { value, at: NOW }]),
  );
  return { answers, variables: {} };
}

const ids = (screens: readonly Screen[]): string[] => screens.map(({ id }) => id);

describe('the way through a survey', () => {
  it('starts at the first screen and waits there', () => {
    expect(firstScreen(delivery, given({}))?.id).toBe('score');
    expect(ids(path(delivery, given({})))).toEqual(['score']);
    expect(isFinished(delivery, given({}))).toBe(false);
  });

  it('follows the first "go to" whose condition holds', () => {
    expect(nextScreen(delivery, 'score', given({ nps: 9 }))?.id).toBe('praise');
    expect(nextScreen(delivery, 'score', given({ nps: 8 }))?.id).toBe('reasons');
  });

  it('ends where a "go to" says end', () => {
    expect(nextScreen(delivery, 'reasons', given({ nps: 3, why: ['broken'] }))).toBeNull();
    expect(isFinished(delivery, given({ nps: 3, why: ['broken'] }))).toBe(true);
  });

  it('shows a question of the same screen as soon as its condition holds', () => {
    const screen = delivery.screens[1] as Screen;
    const shown = (why: string[]): string[] =>
      visibleQuestions(screen, given({ nps: 3, why })).map(({ id }) => id);
    expect(shown(['broken'])).toEqual(['why']);
    expect(shown(['late'])).toEqual(['why', 'howLate']);
  });

  it('passes over a screen that has nothing to show', () => {
    const content = structuredClone(delivery);
    (content.screens[1] as Screen).showIf = { variable: 'segment', op: 'eq', value: 'vip' };
    expect(nextScreen(content, 'score', given({ nps: 3 }))?.id).toBe('praise');
  });

  it('ignores a "go to" that leads back, so that nobody goes in circles', () => {
    const content = structuredClone(delivery);
    (content.screens[2] as Screen).goTo = [{ to: 'score' }];
    expect(nextScreen(content, 'praise', given({ nps: 9, best: null }))).toBeNull();
  });

  it('leaves out a question of a type that it does not know', () => {
    const content = structuredClone(delivery) as { screens: { questions: object[] }[] };
    content.screens[0]?.questions.push({ id: 'x', type: 'hologram', title: text('?') });
    const [screen] = (content as SurveyContent).screens;
    expect(visibleQuestions(screen as Screen, given({})).map(({ id }) => id)).toEqual(['nps']);
  });

  it('goes back the way it came', () => {
    expect(previousScreen(delivery, 'praise', given({ nps: 10 }))?.id).toBe('score');
    expect(previousScreen(delivery, 'score', given({ nps: 10 }))).toBeNull();
  });
});

describe('leaving a screen', () => {
  const score = delivery.screens[0] as Screen;

  it('is refused while a required question is empty', () => {
    expect(finishScreen(delivery, score, given({}), NOW)).toEqual({
      ok: false,
      faults: { nps: { code: 'required' } },
    });
  });

  it('marks what was left empty as skipped', () => {
    const praise = delivery.screens[2] as Screen;
    const finish = finishScreen(delivery, praise, given({ nps: 9, best: '   ' }), NOW);
    expect(finish).toMatchObject({ ok: true, next: null, answers: { best: { value: null } } });
  });
});

describe('what became of each question', () => {
  it('tells answered, skipped, not shown and not reached apart', () => {
    const facts = given({ nps: 9, best: null });
    expect(questionStatuses(delivery, facts, 'completed')).toEqual({
      nps: 'answered',
      why: 'not_shown',
      howLate: 'not_shown',
      best: 'skipped',
    });
    expect(questionStatuses(delivery, given({}), 'dismissed')).toEqual({
      nps: 'not_reached',
      why: 'not_reached',
      howLate: 'not_reached',
      best: 'not_reached',
    });
  });

  it('does not count an answer that a later choice hid', () => {
    const facts = given({ nps: 9, why: ['late'], howLate: 'a day', best: null });
    expect(Object.keys(answersOnPath(delivery, facts))).toEqual(['nps', 'best']);
  });
});

describe('random surveys and random respondents', () => {
  const variables: Variables = { segment: { value: 'vip', source: 'token' } };

  it('always come to an end, and the service agrees with every verdict of the widget', () => {
    fc.assert(
      fc.property(
        surveyContent,
        fc.array(anyAnswer, { maxLength: 30 }),
        fc.nat(),
        (content, tries, seed) => {
          const answers = play(content, tries, seed);
          const facts = { answers, variables };
          expect(isFinished(content, facts)).toBe(true);
          const sent = answersOnPath(content, facts);
          const verdict = review(content, { status: 'completed', answers: sent }, variables);
          expect(verdict.errors).toEqual([]);
          expect(verdict.answers).toEqual(sent);
          expect(verdict.questions).toEqual(questionStatuses(content, facts, 'completed'));
          expect(Object.values(verdict.questions)).not.toContain('not_reached');
        },
      ),
      { numRuns: 500 },
    );
  });

  it('give the same verdict twice: a normalised answer is its own normal form', () => {
    fc.assert(
      fc.property(surveyContent, anyAnswer, (content, value) => {
        for (const screen of content.screens) {
          for (const question of visibleAnswerables(screen, { answers: {}, variables })) {
            const once = validateAnswer(question, value);
            if (once.ok) expect(validateAnswer(question, once.value)).toEqual(once);
          }
        }
      }),
    );
  });

  /** A respondent who first types anything, and gives a fitting answer when that is refused. */
  function play(content: SurveyContent, tries: AnswerValue[], seed: number): Answers {
    let answers: Answers = {};
    let screen = firstScreen(content, { answers, variables });
    for (let step = 0; screen !== null; step += 1) {
      expect(step).toBeLessThan(content.screens.length);
      for (const question of visibleAnswerables(screen, { answers, variables })) {
        const wild = validateAnswer(question, tries.pop() ?? null);
        const value = wild.ok ? wild.value : fittingAnswer(question, seed + step);
        answers[question.id] = { value, at: NOW };
      }
      const finish = finishScreen(content, screen, { answers, variables }, NOW);
      if (!finish.ok) throw new Error(`refused: ${JSON.stringify(finish.faults)}`);
      answers = finish.answers;
      screen = finish.next;
    }
    return answers;
  }
});
