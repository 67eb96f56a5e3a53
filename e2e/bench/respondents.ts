/** Respondents in a hurry: each opens a session and submits one completed response. */
import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { mintSurveyToken } from 'otklik/backend';

import { uuidV7 } from '../support/uuid-v7.ts';
import type { ServiceProcess } from './service-process.ts';

/** What answers them: the service, or what it is compared with. */
export type Answering = Pick<ServiceProcess, 'url' | 'origin' | 'signing'>;

export interface Load {
  readonly count: number;
  readonly concurrency: number;
}

/** Respondents per second, from the first session to the last receipt. Tokens are signed before the clock starts. */
export async function respond(service: Answering, load: Load): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.concurrency });
  const tokens = await Promise.all(Array.from({ length: load.count }, () => token(service)));
  const started = performance.now();
  const one = async (): Promise<void> => {
    for (let next = tokens.pop(); next !== undefined; next = tokens.pop()) {
      await answer(service, agent, next);
    }
  };
  await Promise.all(Array.from({ length: load.concurrency }, one));
  agent.destroy();
  return load.count / ((performance.now() - started) / 1000);
}

function token({ signing }: Answering): Promise<string> {
  return mintSurveyToken({
    ...signing,
    survey: 'srv_bench',
    respondent: randomBytes(12).toString('hex'),
    variables: { segment: 'vip' },
    ttlSeconds: 3600,
  });
}

async function answer(service: Answering, agent: Agent, surveyToken: string): Promise<void> {
  const responseId = uuidV7();
  const session = await post(service, agent, '/v1/sessions', { token: surveyToken, responseId });
  const at = new Date().toISOString();
  const { results } = (await post(service, agent, '/v1/responses', {
    responses: [
      {
        id: responseId,
        grant: session['grant'],
        revision: 2,
        base: 0,
        status: 'completed',
        lang: 'en',
        answers: { nps: { value: 9, at }, why: { value: 'Quick', at } },
        timings: { startedAt: at, updatedAt: at, completedAt: at },
      },
    ],
  })) as { results?: { result: string }[] };
  if (results?.[0]?.result !== 'stored') throw new Error(`not stored: ${JSON.stringify(results)}`);
}

function post(
  { url, origin }: Answering,
  agent: Agent,
  path: string,
  body: object,
): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}${path}`,
      { method: 'POST', agent, headers: { 'content-type': 'text/plain', origin } },
      (reply) => {
        reply
          .toArray()
          .then(
            (chunks) =>
              resolve(
                JSON.parse(Buffer.concat(chunks as Buffer[]).toString()) as Record<string, unknown>,
              ),
            reject,
          );
      },
    );
    sent.on('error', reject).end(JSON.stringify(body));
  });
}
