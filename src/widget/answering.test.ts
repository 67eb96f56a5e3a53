import { expect, it } from 'vitest';

import { collectVariables } from '../engine/index.ts';
import { review } from '../engine/review.ts';
import type { SurveyContent } from '../protocol/survey.ts';
import { Answering } from './answering.ts';
import { Courier } from './courier.ts';
import { memoryStore } from './store/memory-store.ts';
import { Outbox } from './store/outbox.ts';
import { CONTENT, ENDPOINT, NOW, record } from './testing/samples.ts';
import { world } from './testing/world.ts';

/** The second screen is for Russian browsers only. */
const content: SurveyContent = {
  ...CONTENT,
  screens: CONTENT.screens.map((screen) =>
    screen.id === 'second'
      ? { ...screen, showIf: { variable: 'locale', op: 'eq', value: 'ru' } }
      : screen,
  ),
};

function answeringIn(locale: string): Answering {
  const outbox = new Outbox([memoryStore()]);
  const offline = (): Promise<Response> => Promise.reject(new TypeError('offline'));
  const courier = new Courier('prj_shop', ENDPOINT, outbox, world(offline));
  const survey = { id: 'srv_delivery', version: 1, content };
  return new Answering(
    record({ survey, answers: {}, revision: 0, screen: 'first' }),
    { project: 'prj_shop', isPreview: false, tell: () => undefined, changed: () => undefined },
    {
      outboxOf: () => outbox,
      courierOf: () => courier,
      autoContext: () => ({ locale }),
      now: () => NOW,
      fetch: offline,
    },
  );
}

it.each([
  ['ru', 'second'],
  ['de', 'third'],
])('a screen for %s browsers: logic goes by what the widget sees', async (locale, screen) => {
  const answering = answeringIn(locale);
  await answering.finish({ nps: 7 });
  expect(answering.record.screen).toBe(screen);
});

it('widget and service walk the same way by what the widget sees', async () => {
  const answering = answeringIn('de');
  await answering.finish({ nps: 7 });
  await answering.finish({});
  const { answers, status, auto } = answering.record;
  const { variables } = collectVariables(content, { auto });
  expect(status).toBe('completed');
  const { id, timings } = answering.record;
  const sent = { id, answers, status, timings };
  expect(review(content, sent, variables).errors).toEqual([]);
});
