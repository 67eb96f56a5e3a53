/** Somebody is told that something goes wrong: once, in time, and that it is over. */
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Alert, AlertNotice, NewAlert } from '../../protocol/index.ts';
import type { AlertRequest } from '../../protocol/index.ts';
import { hasten } from '../push/testing/hasten.ts';
import { outboundTo } from '../push/testing/outbound.ts';
import { jsonBody, pushServer } from '../push/testing/push-server.ts';
import type { PushServer, SeenRequest } from '../push/testing/push-server.ts';
import { look as lookAt } from './conditions.ts';
import { answers, submission, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';

const MINUTE = 60_000;
const RUSTORE = { channel: 'rustore', projectId: 'shop', serviceToken: 'a-service-token' };
const SLACK_PATH = '/services/T000/B000/a-secret-part';

let test: TestService;
let receiver: PushServer;
let answered: number;

beforeEach(async () => {
  answered = 200;
  receiver = await pushServer(() => ({ status: answered }));
  test = await testService({ secretKey: 'k'.repeat(32), outbound: outboundTo() });
  await test.publish('srv_a');
});
afterEach(async () => {
  await test.service.close();
  await receiver.close();
});

const REFUSED = { on: 'tokens-refused', over: 2, minutes: 5 } as const;

async function watchFor(
  when: AlertRequest['when'] = REFUSED,
  to: readonly AlertRequest['to'][number][] = [{ kind: 'webhook', url: `${receiver.url}/hook` }],
): Promise<NewAlert> {
  const { status, json } = await test.api('POST', '/v1/alerts', { name: 'Shop & <co>', when, to });
  expect(status).toBe(201);
  return NewAlert.parse(json);
}

/** As half a minute later. */
async function look(): Promise<void> {
  test.advance(MINUTE / 2);
  await test.service.tick();
  await test.service.sent();
}

async function refuseTokens(count: number): Promise<void> {
  const token = await test.token();
  for (let time = 0; time < count; time += 1) {
    const { status } = await test.page('/v1/sessions', {
      token: token.slice(0, -8) + 'AAAAAAAA',
      responseId: '01934567-89ab-7cde-8f01-23456789abcd',
    });
    expect(status).toBe(401);
  }
}

const noticeIn = (request: SeenRequest) => AlertNotice.parse(jsonBody(request));
const told = () => receiver.requests.map((request) => noticeIn(request).type);

async function standing(): Promise<Alert[]> {
  const { json } = await test.api('GET', '/v1/alerts');
  return json.items.map((item) => Alert.parse(item));
}

describe('an alert', () => {
  it('is told once when it begins, and once when it is over', async () => {
    const { secret } = await watchFor();
    await look();
    expect(told()).toEqual([]);
    await refuseTokens(3);
    for (let time = 0; time < 3; time += 1) await look();
    expect(told()).toEqual(['alert.raised']);
    const [raised] = receiver.requests;
    expect(raised).toBeDefined();
    expect(noticeIn(raised!).data).toMatchObject({
      name: 'Shop & <co>',
      when: REFUSED,
      found: 'Survey tokens refused within 5 min: 3.',
    });
    const { headers, body } = raised!;
    const id = headers['webhook-id'] ?? '';
    const at = new Date(Number(headers['webhook-timestamp']) * 1000);
    expect(headers['webhook-signature']).toBe(new Webhook(secret).sign(id, at, body.toString()));
    expect(await standing()).toMatchObject([{ state: 'raised' }]);

    test.advance(10 * MINUTE);
    for (let time = 0; time < 3; time += 1) await look();
    expect(told()).toEqual(['alert.raised', 'alert.cleared']);
    expect(await standing()).toMatchObject([
      { state: 'quiet', found: 'Survey tokens refused within 5 min: 0.' },
    ]);
  });

  it('is told by one of several nodes', async () => {
    await watchFor();
    await refuseTokens(3);
    await look();
    const ticks = Array.from({ length: 4 }, () => test.service.tick());
    await Promise.all(ticks);
    await test.service.sent();
    expect(told()).toEqual(['alert.raised']);
  });

  it('is told again until it has arrived, and is then the same', async () => {
    await watchFor();
    await refuseTokens(3);
    answered = 503;
    await look();
    answered = 200;
    await hasten(test.service);
    expect(told()).toEqual(['alert.raised', 'alert.raised']);
    const ids = receiver.requests.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(1);
    await hasten(test.service);
    expect(receiver.requests).toHaveLength(2);
  });

  it('that is deleted is told to nobody any more', async () => {
    const { id } = await watchFor();
    await refuseTokens(3);
    answered = 503;
    await look();
    expect((await test.api('DELETE', `/v1/alerts/${id}`)).status).toBe(200);
    await hasten(test.service);
    expect(receiver.requests).toHaveLength(1);
    expect((await test.api('DELETE', `/v1/alerts/${id}`)).json.code).toBe('alert_unknown');
  });

  it('goes to Slack as a text that Slack takes as it is meant', async () => {
    const url = receiver.url + SLACK_PATH;
    const { id } = await watchFor(REFUSED, [{ kind: 'slack', url }]);
    expect((await test.api('POST', `/v1/alerts/${id}/test`)).status).toBe(202);
    await test.service.sent();
    const [seen] = receiver.requests;
    expect(seen?.path).toBe(SLACK_PATH);
    expect(jsonBody(seen!)).toEqual({
      text: ':white_circle: *Shop &amp; &lt;co&gt;*\nThis is a test.',
    });
  });

  it('keeps its addresses and its secret to itself', async () => {
    const { id, secret } = await watchFor(REFUSED, [
      { kind: 'slack', url: receiver.url + SLACK_PATH },
    ]);
    await test.api('POST', `/v1/alerts/${id}/test`);
    answered = 500;
    await hasten(test.service);
    const { text } = await test.api('GET', '/v1/alerts');
    const { rows } = await test.service.database.execute('select * from alerts');
    const jobs = await test.service.database.execute('select data from otklik_jobs.job');
    const everything = [text, test.logLines.join(''), JSON.stringify([rows, jobs.rows])];
    for (const place of everything) {
      expect(place).not.toContain('a-secret-part');
      expect(place).not.toContain(secret.slice('whsec_'.length));
    }
    expect(text).toContain(receiver.url);
  });

  it('calls nobody inside of our own network', async () => {
    const closed = await testService();
    const to = [{ kind: 'webhook', url: 'https://10.0.0.1/hook' }];
    const { status, json } = await closed.api('POST', '/v1/alerts', {
      name: 'A',
      when: REFUSED,
      to,
    });
    expect([status, json.errors[0].pointer]).toEqual([400, '/to/0/url']);
    await closed.service.close();
  });

  it('belongs to its project', async () => {
    const { id } = await watchFor();
    const key = await test.project('prj_other');
    const { json } = await test.api('DELETE', `/v1/alerts/${id}`, undefined, { key });
    expect(json.code).toBe('alert_unknown');
    await refuseTokens(3);
    const elsewhere = { name: 'B', when: REFUSED, to: [{ kind: 'webhook', url: receiver.url }] };
    await test.api('POST', '/v1/alerts', elsewhere, { key });
    await look();
    expect(receiver.requests).toHaveLength(1);
  });
});

describe('what an alert looks at', () => {
  const raisedBy = async (): Promise<string | null | undefined> => {
    await look();
    const [alert] = await standing();
    return alert?.state === 'raised' ? alert.found : undefined;
  };

  it('is answers that were set aside', async () => {
    await watchFor({ on: 'quarantine', over: 0, minutes: 60 });
    expect(await raisedBy()).toBeUndefined();
    const session = await test.session();
    await test.submit(submission(session, { answers: answers({ score: 11 }) }));
    expect(await raisedBy()).toBe('Responses set aside within 60 min: 1.');
  });

  it('is a push service that refuses the credentials', async () => {
    await watchFor({ on: 'push-stopped' });
    expect(await raisedBy()).toBeUndefined();
    await test.api('PUT', '/v1/push-channels/rustore', RUSTORE);
    await test.service.database.execute(
      `update push_channels set stopped_at = now(), stopped_because = 'UNAUTHENTICATED'`,
    );
    expect(await raisedBy()).toBe('Credentials are refused by rustore (UNAUTHENTICATED).');
  });

  it('is what nobody does although it is due', async () => {
    await watchFor({ on: 'queue-age', minutes: 10 });
    const invited = { survey: 'srv_a', respondent: 'ann', delay: 3600 };
    await test.api('POST', '/v1/invitations', invited);
    expect(await raisedBy()).toBeUndefined();
    // As it is found where the schedulers of all nodes stand still, and the watch goes on.
    const now = new Date(test.clock.now.getTime() + 2 * 60 * 60_000);
    const place = { project: 'prj_default', now, db: test.service.database.db };
    const { isBad, found } = await lookAt({ on: 'queue-age', minutes: 10 }, place);
    expect([isBad, found]).toEqual([
      true,
      expect.stringMatching(/^Late: 1, the first of them since 2026-/),
    ]);
  });

  it('is a scenario on which nobody sets out any more', async () => {
    const draft = {
      title: 'Delivered',
      on: { event: 'order.delivered' },
      timezone: 'UTC',
      steps: [{ id: 'ask', type: 'invite', survey: 'srv_a', channels: ['link'] }],
    };
    await watchFor({ on: 'scenario-silent', scenario: 'scn_a', minutes: 60 });
    await test.api('PUT', '/v1/scenarios/scn_a', { draft });
    expect(await raisedBy()).toBeUndefined();
    await test.api('POST', '/v1/scenarios/scn_a/publish');
    expect(await raisedBy()).toBeUndefined();
    test.advance(61 * 60_000);
    expect(await raisedBy()).toBe('Nobody has ever set out on scn_a.');
    await test.api('POST', '/v1/events', { name: 'order.delivered', respondent: 'ann' });
    expect(await raisedBy()).toBeUndefined();
    test.advance(61 * 60_000);
    expect(await raisedBy()).toMatch(/^The last to set out on scn_a did so at 2026-/);
  });

  it('is messages that fail for good', async () => {
    await watchFor({ on: 'pushes-failing', over: 0, minutes: 5 });
    expect(await raisedBy()).toBeUndefined();
    await test.api('PUT', '/v1/push-channels/rustore', { ...RUSTORE, endpoint: receiver.url });
    answered = 413;
    await test.api('POST', '/v1/invitations', {
      survey: 'srv_a',
      respondent: 'ann',
      channels: ['rustore'],
      addresses: [{ channel: 'rustore', token: 'a-device-token' }],
    });
    await test.service.sent();
    expect(await raisedBy()).toBe('Messages that no push service brought within 5 min: 1.');
  });
});
