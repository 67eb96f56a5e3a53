import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import type { ResponseSubmission, StoredResponse } from 'otklik/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { Crowd, REVISIONS } from './crowd.ts';

/** A service that acknowledges everything and forgets what a test wants it to. */
let server: Server;
let rows: Map<string, StoredResponse>;
let replies: (path: string, body: Record<string, unknown>) => { status: number; body: unknown };

const acknowledge: typeof replies = (path, body) => {
  if (path === '/v1/sessions') return { status: 200, body: { ask: true, grant: 'otg_1' } };
  const [sent] = body['responses'] as [ResponseSubmission];
  rows.set(sent.id, sent as unknown as StoredResponse);
  const receipt = { id: sent.id, revision: sent.revision, result: 'stored' };
  return { status: 200, body: { results: [receipt] } };
};

beforeEach(async () => {
  rows = new Map();
  replies = acknowledge;
  server = createServer((request, response) => {
    void text(request).then((body) => {
      const reply = replies(request.url ?? '', JSON.parse(body) as Record<string, unknown>);
      response.writeHead(reply.status).end(JSON.stringify(reply.body));
    });
  });
  server.listen(0);
  await once(server, 'listening');
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const address = () => ({
  service: `http://localhost:${(server.address() as AddressInfo).port}`,
  site: 'https://shop.example.com',
});

async function answered(people = 3): Promise<Crowd> {
  const crowd = new Crowd(() => Promise.resolve('token'));
  await crowd.queue(people, address());
  return crowd;
}

describe('of what was acknowledged', () => {
  test('nothing is missing when every row is there', async () => {
    const crowd = await answered();
    expect(crowd.judge([...rows.values()])).toEqual({
      told: 3 * REVISIONS,
      rows: 3,
      lost: 0,
      duplicated: 0,
      phantom: 0,
    });
  });

  test('a row that is not there is lost with all its revisions', async () => {
    const crowd = await answered();
    expect(crowd.judge([...rows.values()].slice(1)).lost).toBe(REVISIONS);
  });

  test('an older revision has lost the newer ones', async () => {
    const crowd = await answered(1);
    const [row] = [...rows.values()] as [StoredResponse];
    const { recommend } = row.answers;
    const older = { ...row, revision: 1, answers: { recommend: recommend! } };
    expect(crowd.judge([older]).lost).toBe(REVISIONS - 1);
  });

  test('a row with other answers is lost', async () => {
    const crowd = await answered(1);
    const [row] = [...rows.values()] as [StoredResponse];
    const { more: _, ...answers } = row.answers;
    expect(crowd.judge([{ ...row, answers }]).lost).toBe(REVISIONS);
  });

  test('a row that comes twice, and one of nobody, are seen', async () => {
    const crowd = await answered(1);
    const [row] = [...rows.values()] as [StoredResponse];
    expect(crowd.judge([row, row])).toMatchObject({ duplicated: 1, lost: 0 });
    expect(crowd.judge([row, { ...row, id: 'of nobody' }])).toMatchObject({ phantom: 1, lost: 0 });
  });
});

describe('somebody who was cut off', () => {
  test('goes on with the revision that was not acknowledged, saying the same', async () => {
    const said: unknown[] = [];
    replies = (path, body) => {
      if (path === '/v1/sessions') return acknowledge(path, body);
      said.push(body);
      return said.length === 2 ? { status: 503, body: {} } : acknowledge(path, body);
    };
    const crowd = new Crowd(() => Promise.resolve('token'));
    await expect(crowd.queue(1, address())).rejects.toThrow('not to be reached');
    expect(crowd.told).toBe(1);

    await crowd.goOn(address());
    expect(crowd.told).toBe(REVISIONS);
    expect(said[2]).toEqual(said[1]);
  });

  test('says so when the service no longer knows the grant it gave', async () => {
    const refusal = { id: null, revision: null, result: 'refused', code: 'grant_unknown' };
    replies = (path, body) =>
      path === '/v1/sessions'
        ? acknowledge(path, body)
        : { status: 200, body: { results: [refusal] } };
    await expect(answered(1)).rejects.toThrow('grant_unknown');
  });
});
