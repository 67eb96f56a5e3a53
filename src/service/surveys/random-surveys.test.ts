/** The whole way, through the API: what publishing accepts can be answered, and no answer is set aside. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { checkSurvey } from '../../engine/check.ts';
import { answersOnPath, endingOf, settled } from '../../engine/index.ts';
import { logicSurvey, number } from '../../engine/testing/logic.ts';
import { answerAll } from '../../engine/testing/respondent.ts';
import type { Answers, OpenSession, ResponseStatus, StoredResponse } from '../../protocol/index.ts';
import { submission, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';

let test: TestService;
let published = 0;

beforeAll(async () => {
  test = await testService();
});
afterAll(() => test.service.close());

const values = (answers: Answers) =>
  Object.fromEntries(Object.entries(answers).map(([id, { value }]) => [id, value]));

it('random surveys, published and answered by random respondents: all answers are stored', async () => {
  await fc.assert(
    fc.asyncProperty(fc.gen(), async (g) => {
      const content = logicSurvey(g);
      fc.pre(checkSurvey(content).length === 0);
      published += 1;
      const survey = `srv_random_${published}`;
      await test.publish(survey, content);
      const variables = { orders: number(g, 5), ...(number(g, 2) === 0 && { segment: 'vip' }) };
      const session = await test.session({ survey, variables });
      await answerAs(g, session);
    }),
    { numRuns: 200 },
  );
  const kept = await test.api('GET', '/v1/quarantine');
  expect(kept.json.items).toEqual([]);
}, 120_000);

/** On the device there is the survey in one language; the service goes by the whole of it. */
async function answerAs(g: Parameters<typeof answerAll>[0], session: OpenSession): Promise<void> {
  const { variables } = session;
  const { content } = session.survey;
  const { answers, revisions } = answerAll(g, content, variables);
  const today = String(variables['today']?.value);
  const send = async (revision: number, status: ResponseStatus, given: Answers) => {
    const sent = answersOnPath(content, { answers: given, variables });
    const item = { revision, base: revision - 1, status, answers: sent, auto: { today } };
    const { json } = await test.submit(submission(session, item));
    expect(json.results).toMatchObject([{ result: 'stored', revision }]);
  };
  const halfway = revisions[number(g, Math.max(1, revisions.length))];
  if (halfway !== undefined) await send(1, 'partial', halfway);
  await send(2, 'completed', answers);
  const { json } = await test.api('GET', `/v1/responses/${session.responseId}`);
  const stored = json as unknown as StoredResponse;
  const counted = settled(content, { answers, variables });
  expect(values(stored.answers)).toEqual(values(counted.answers));
  expect(Object.values(stored.questions)).not.toContain('not_reached');
  expect(endingOf(content, { answers: stored.answers, variables })).toEqual(
    endingOf(content, { answers, variables }),
  );
}
