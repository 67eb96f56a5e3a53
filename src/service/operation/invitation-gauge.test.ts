import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { DatabaseUnavailable } from '../database/errors.ts';
import { codeOf, DAY, HOUR, invite, MINUTE, opened, submitHosted } from '../testing/invitations.ts';
import { submission, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';
import type { World } from '../world.ts';
import { createLog } from '../http/log.ts';
import { watchInvitations } from './invitation-gauge.ts';
import { createMetrics } from './metrics.ts';

let test: TestService;

beforeAll(async () => {
  test = await testService();
  await test.publish('srv_a');
});
afterAll(() => test.service.close());

/** By status, those that there are any of. */
async function told(): Promise<Record<string, number>> {
  const { text } = await test.api('GET', '/metrics', undefined, { key: null });
  const lines = [...text.matchAll(/^otklik_invitations\{status="(\w+)"\} (\d+)$/gm)];
  expect(lines).toHaveLength(10);
  const counts = lines.map(([, status = '', count]) => [status, Number(count)] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

describe('the metrics', () => {
  it('tell how far the invitations of a day have come, in all projects', async () => {
    expect(await told()).toEqual({});
    const answered = await invite(test);
    await submitHosted(test, submission(await opened(test, codeOf(answered))));
    await invite(test, { respondent: 'bob' });
    await invite(test, { respondent: 'cyd', delay: (2 * DAY) / 1000 });
    const key = await test.project('prj_other');
    await test.publish('srv_a', undefined, key);
    await invite(test, {}, { key });
    expect(await told(), 'no more than once a minute').toEqual({});
    test.advance(MINUTE);
    expect(await told()).toEqual({ completed: 1, scheduled: 1, sent: 2 });
    test.advance(23 * HOUR);
    await invite(test, { respondent: 'dan' });
    test.advance(HOUR);
    expect(await told()).toEqual({ sent: 1 });
  });

  it('tell everything else while the database is away', async () => {
    const metrics = createMetrics({ process: false });
    const lines: string[] = [];
    const log = createLog('warn', { write: (line) => void lines.push(line) });
    const database = {
      get db(): never {
        throw new DatabaseUnavailable('The cable is out.');
      },
    } as unknown as World['database'];
    watchInvitations({ database, log, metrics, now: () => test.clock.now } as World);
    const text = await metrics.registry.metrics();
    expect(text).toContain('otklik_pushes_total');
    expect(text).not.toMatch(/^otklik_invitations\{/m);
    expect(lines.join('')).toContain('could not be counted');
  });
});
