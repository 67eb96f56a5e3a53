import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import {
  codeOf,
  DAY,
  FCM,
  HOUR,
  invitation,
  invite,
  MINUTE,
  opened,
  recordingSender,
  submitHosted,
} from '../testing/invitations.ts';
import { answers, START, submission, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';
import { scheduler } from './scheduler.ts';
import type { InvitationSender } from './sender.ts';
import { VersionCache } from '../surveys/version-cache.ts';
import { createMetrics } from '../operation/metrics.ts';
import { Signals } from '../operation/signals.ts';

let test: TestService;
const sender = recordingSender();
let failing: string | undefined;

beforeAll(async () => {
  const careful: InvitationSender = {
    ...sender,
    send: async (job, db) => {
      if (job.invitation === failing) throw new Error('no queue');
      await sender.send(job, db);
    },
  };
  test = await testService({ invitationSender: careful });
  await test.publish('srv_a');
});
afterAll(() => test.service.close());
beforeEach(async () => {
  await test.service.database.write((trx) => trx.deleteFrom('invitations').execute());
  sender.sent.length = 0;
  sender.withdrawn.length = 0;
  failing = undefined;
  test.clock.now = START;
});

const PUSH = { channels: ['fcm'], addresses: [FCM] };

async function after(ms: number): Promise<void> {
  test.advance(ms);
  await test.service.tick();
}

describe('an invitation is sent', () => {
  it('at once, unless it says when', async () => {
    const { id, status, at } = await invite(test, PUSH);
    expect([status, at]).toEqual(['sent', START.toISOString()]);
    expect(sender.sent).toEqual([{ project: 'prj_default', invitation: id, reminder: false }]);
  });

  it('after a delay of days, and once, however often it is looked at', async () => {
    const { id, status } = await invite(test, { ...PUSH, delay: (7 * DAY) / 1000 });
    expect(status).toBe('scheduled');
    await after(7 * DAY - 1);
    expect(sender.sent).toEqual([]);
    await after(1);
    await after(MINUTE);
    expect(sender.sent).toHaveLength(1);
    const { history } = await invitation(test, id);
    expect(history).toEqual({
      scheduled: START.toISOString(),
      sent: new Date(START.getTime() + 7 * DAY).toISOString(),
    });
  });

  it('without a push service when the customer hands its link on', async () => {
    const { id } = await invite(test, { delay: 60 });
    await after(MINUTE);
    expect((await invitation(test, id)).status).toBe('sent');
    expect(sender.sent).toEqual([]);
  });

  it('once, although two nodes look at the same time', async () => {
    const many = Array.from({ length: 60 }, () => invite(test, { ...PUSH, delay: 1 }));
    await Promise.all(many);
    test.advance(1000);
    const office = { sender, versions: new VersionCache(), world: { now: () => test.clock.now } };
    const world = {
      ...office.world,
      database: test.service.database,
      log: test.service.log,
      metrics: createMetrics({ process: false }),
      signals: new Signals(office.world),
      randomBytes: () => new Uint8Array(),
      inBackground: () => undefined,
    };
    const nodes = Array.from({ length: 4 }, () => scheduler(office, world));
    await Promise.all(nodes.map((node) => node.run()));
    expect(sender.sent).toHaveLength(60);
    expect(new Set(sender.sent.map((job) => job.invitation)).size).toBe(60);
  });

  it('in its moment, which is known from each look', async () => {
    expect(await test.service.tick()).toBeNull();
    await invite(test, { ...PUSH, delay: 90 });
    await invite(test, { ...PUSH, delay: 60 });
    expect(await test.service.tick()).toEqual(new Date(START.getTime() + MINUTE));
    test.advance(MINUTE);
    expect(await test.service.tick()).toEqual(new Date(START.getTime() + 1.5 * MINUTE));
    expect(sender.sent).toHaveLength(1);
  });

  it('although its neighbour cannot be, which is tried again a minute later', async () => {
    const bad = await invite(test, { ...PUSH, delay: 1 });
    const good = await invite(test, { ...PUSH, delay: 2 });
    failing = bad.id;
    await after(2000);
    expect(sender.sent.map((job) => job.invitation)).toEqual([good.id]);
    expect((await invitation(test, bad.id)).status).toBe('scheduled');
    expect(test.logLines.join('')).toContain('an invitation could not be attended to');
    failing = undefined;
    await after(MINUTE);
    expect((await invitation(test, bad.id)).status).toBe('sent');
  });
});

describe('an invitation is not sent', () => {
  it('to somebody without a device that is known', async () => {
    const { id } = await invite(test, { channels: ['fcm', 'apns'], delay: 1 });
    await after(1000);
    expect(await invitation(test, id)).toMatchObject({
      status: 'suppressed',
      reason: 'no_address',
    });
  });

  it('to an address of a channel that was not asked for', async () => {
    const { status, reason } = await invite(test, { channels: ['apns'], addresses: [FCM] });
    expect([status, reason]).toEqual(['suppressed', 'no_address']);
  });

  it('once its survey is closed', async () => {
    await test.publish('srv_closing');
    const { id } = await invite(test, { ...PUSH, survey: 'srv_closing', delay: 1 });
    await test.api('POST', '/v1/surveys/srv_closing/close');
    await after(1000);
    expect(await invitation(test, id)).toMatchObject({
      status: 'suppressed',
      reason: 'survey_closed',
    });
  });

  it('to somebody who has answered about the same order meanwhile, but about another', async () => {
    const who = { respondent: 'ben', variables: { order: 'B-1' } };
    const same = await invite(test, { ...PUSH, ...who, delay: 1 });
    const other = await invite(test, { ...PUSH, ...who, variables: { order: 'B-2' }, delay: 1 });
    await test.submit(submission(await test.session(who)));
    await after(1000);
    expect(await invitation(test, same.id)).toMatchObject({
      status: 'suppressed',
      reason: 'answered',
    });
    expect((await invitation(test, other.id)).status).toBe('sent');
  });

  it('once it was cancelled, or is over because the service stood still', async () => {
    const cancelled = await invite(test, { ...PUSH, delay: 1 });
    await test.api('DELETE', `/v1/invitations/${cancelled.id}`);
    const end = new Date(START.getTime() + DAY).toISOString();
    const over = await invite(test, { ...PUSH, delay: 1, expiresAt: end });
    await after(2 * DAY);
    expect(sender.sent).toEqual([]);
    expect((await invitation(test, cancelled.id)).status).toBe('cancelled');
    expect((await invitation(test, over.id)).status).toBe('expired');
  });
});

describe('a reminder goes out', () => {
  const REMIND = { ...PUSH, remindAfter: (3 * DAY) / 1000 };

  it('once, to somebody who has not begun', async () => {
    const { id, remindAt } = await invite(test, REMIND);
    expect(remindAt).toBe(new Date(START.getTime() + 3 * DAY).toISOString());
    await opened(test, codeOf(await invitation(test, id)));
    await after(3 * DAY);
    await after(3 * DAY);
    expect(sender.sent.map(({ reminder }) => reminder)).toEqual([false, true]);
  });

  it('not to somebody who has begun, or was told of by another way', async () => {
    const begun = await invite(test, { ...REMIND, respondent: 'begun' });
    const session = await opened(test, codeOf(begun));
    await submitHosted(
      test,
      submission(session, { status: 'partial', answers: answers({ score: 4 }) }),
    );
    const who = { respondent: 'done', variables: { order: 'D-1' } };
    await invite(test, { ...REMIND, ...who });
    await test.submit(submission(await test.session(who)));
    await after(3 * DAY);
    expect(sender.sent.filter(({ reminder }) => reminder)).toEqual([]);
  });

  it('not after the end', async () => {
    const end = new Date(START.getTime() + 2 * DAY).toISOString();
    const { id } = await invite(test, { ...REMIND, expiresAt: end });
    await after(3 * DAY);
    expect(sender.sent).toHaveLength(1);
    expect((await invitation(test, id)).status).toBe('expired');
  });
});

describe('what was sent is withdrawn', () => {
  it('once it is answered or cancelled, and each of them once', async () => {
    const answered = await invite(test, { ...PUSH, respondent: 'cleo' });
    const session = await opened(test, codeOf(answered));
    await submitHosted(test, submission(session));
    await submitHosted(test, submission(session));
    const cancelled = await invite(test, PUSH);
    await test.api('DELETE', `/v1/invitations/${cancelled.id}`);
    await test.api('DELETE', `/v1/invitations/${cancelled.id}`);
    expect(sender.withdrawn.map((job) => job.invitation)).toEqual([answered.id, cancelled.id]);
  });

  it('once the same was answered on the site, without the invitation', async () => {
    const who = { respondent: 'dora', variables: { order: 'D-1' } };
    const same = await invite(test, { ...PUSH, ...who });
    const other = await invite(test, { ...PUSH, ...who, variables: { order: 'D-2' } });
    const site = await test.session(who);
    await test.submit(submission(site, { status: 'partial', answers: answers({ score: 4 }) }));
    expect(sender.withdrawn).toEqual([]);
    await test.submit(submission(site, { revision: 2, base: 1 }));
    expect(sender.withdrawn.map((job) => job.invitation)).toEqual([same.id]);
    expect(await invitation(test, same.id)).toMatchObject({
      status: 'completed',
      responseId: site.responseId,
    });
    expect((await invitation(test, other.id)).status).toBe('sent');
  });

  it('but not what never was, or was handed on as a link', async () => {
    const early = await invite(test, { ...PUSH, delay: 60 });
    const link = await invite(test);
    for (const { id } of [early, link]) await test.api('DELETE', `/v1/invitations/${id}`);
    expect(sender.withdrawn).toEqual([]);
  });
});

describe('an invitation ends', () => {
  it('thirty days after it was sent, unless it says when', async () => {
    const { id, expiresAt } = await invite(test, { delay: HOUR / 1000 });
    expect(expiresAt).toBe(new Date(START.getTime() + HOUR + 30 * DAY).toISOString());
    await after(HOUR);
    await after(30 * DAY);
    const { status, history } = await invitation(test, id);
    expect(status).toBe('expired');
    expect(history.expired).toBe(expiresAt);
  });

  it('not for somebody who has begun, and whose late answer completes even one that has', async () => {
    const begun = await invite(test, { respondent: 'hans', variables: { order: 'H-1' } });
    const session = await opened(test, codeOf(begun));
    const asleep = await invite(test, { respondent: 'ines', variables: { order: 'I-1' } });
    const offline = await opened(test, codeOf(asleep));
    await submitHosted(
      test,
      submission(session, { status: 'partial', answers: answers({ score: 4 }) }),
    );
    await after(30 * DAY - 1);
    await after(1);
    expect((await invitation(test, begun.id)).status).toBe('started');
    expect((await invitation(test, asleep.id)).status).toBe('expired');
    test.clock.now = new Date(START.getTime() + 30 * DAY);
    await submitHosted(test, submission(offline));
    expect((await invitation(test, asleep.id)).status).toBe('completed');
  });
});
