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
  standing,
  visibleQuestions,
} from './index.ts';

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
      visibleQuestions(delivery, screen, given({ nps: 3, why })).map(({ id }) => id);
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
    expect(
      visibleQuestions(content as SurveyContent, screen as Screen, given({})).map(({ id }) => id),
    ).toEqual(['nps']);
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

describe('a screen that only says something', () => {
  const hello: Screen = {
    id: 'hello',
    questions: [{ id: 'welcome', type: 'statement', title: text('Hello') }],
  };
  const content = { ...delivery, screens: [hello, ...delivery.screens, { ...hello, id: 'bye' }] };

  it('is where somebody begins, and goes on after the last answer', () => {
    expect(standing(content, given({}))?.id).toBe('hello');
    expect(standing(content, given({ nps: 9 }))?.id).toBe('praise');
    expect(standing(content, given({ nps: 9, best: null }))?.id).toBe('bye');
    expect(standing(delivery, given({ nps: 9, best: null }))?.id).toBe('praise');
  });

  it('is no reason not to be done', () => {
    expect(isFinished(content, given({ nps: 9, best: null }))).toBe(true);
  });
});

describe('somebody who has not answered all of an earlier screen', () => {
  it('is led back to it rather than to the end', () => {
    const last = delivery.screens[2] as Screen;
    const finish = finishScreen(delivery, last, given({ best: 'all' }), NOW);
    expect(finish).toMatchObject({ ok: true, next: { id: 'score' } });
  });
});

describe('who goes back and changes an answer', () => {
  it('is not led by what was said on the way that was left', () => {
    const content = structuredClone(delivery);
    const [, , praise] = content.screens;
    praise?.questions.push(
      {
        id: 'sorry',
        type: 'text',
        size: 'short',
        title: text('?'),
        showIf: { answer: 'why', op: 'answered' },
      },
      {
        id: 'glad',
        type: 'text',
        size: 'short',
        title: text('!'),
        showIf: { answer: 'why', op: 'empty' },
      },
    );
    const facts = given({ nps: 9, why: ['late'], howLate: 'a day' });
    expect(visibleQuestions(content, praise as Screen, facts).map(({ id }) => id)).toEqual([
      'best',
      'glad',
    ]);
  });
});
