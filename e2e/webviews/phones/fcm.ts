/** Google's: https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { jwtVerify } from 'jose';

import { Installed, textsIn } from './phone-network.ts';
import type { Handed, PhoneNetwork } from './phone-network.ts';

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';
const clientEmail = 'push@shop.iam.gserviceaccount.com';

export async function startFcm(): Promise<PhoneNetwork> {
  const account = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const given = new Set<string>();
  const apps = new Installed();
  const server = createServer((request, response) => {
    void answer(request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage): Promise<Reply> {
    const body = await text(request);
    if (request.url === '/token') return grant(new URLSearchParams(body));
    if (request.url !== '/v1/projects/shop/messages:send') return refusal(404, 'NOT_FOUND');
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    return given.has(bearer) ? deliver(body) : refusal(401, 'UNAUTHENTICATED');
  }

  /** RFC 7523: for the account's own signature, and no other. */
  async function grant(form: URLSearchParams): Promise<Reply> {
    const isGrant = form.get('grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer';
    const claims = await jwtVerify(form.get('assertion') ?? '', account.publicKey, {
      algorithms: ['RS256'],
      issuer: clientEmail,
      audience: `${origin}/token`,
      maxTokenAge: 3600,
    }).then(
      ({ payload }) => payload,
      () => undefined,
    );
    if (!isGrant || claims?.['scope'] !== SCOPE)
      return { status: 400, body: { error: 'invalid_grant' } };
    const access_token = `ya29.${randomBytes(16).toString('hex')}`;
    given.add(access_token);
    return { status: 200, body: { access_token, expires_in: 3599, token_type: 'Bearer' } };
  }

  function deliver(body: string): Reply {
    const { message } = JSON.parse(body) as { message?: Record<string, unknown> };
    const { token, notification, android } = message ?? {};
    const data = textsIn(message?.['data']);
    const { ttl = '' } = (android ?? {}) as { readonly ttl?: string };
    if (
      data === undefined ||
      !/^\d+s$/.test(ttl) ||
      JSON.stringify({ data, notification }).length > 4096
    )
      return refusal(400, 'INVALID_ARGUMENT', 'INVALID_ARGUMENT');
    // What the system shows by itself it tells no app that is not in front.
    const isWaking = notification === undefined;
    const handed = { notification: notification as Handed['notification'], data, isWaking };
    if (!apps.hand(token, handed)) return refusal(404, 'NOT_FOUND', 'UNREGISTERED');
    return {
      status: 200,
      body: { name: `projects/shop/messages/${randomBytes(8).toString('hex')}` },
    };
  }

  const privateKey = account.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return {
    settings: {
      channel: 'fcm',
      projectId: 'shop',
      clientEmail,
      privateKey,
      endpoint: origin,
      tokenEndpoint: origin,
    },
    install: (hand) => ({ channel: 'fcm', token: apps.add(hand) }),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function refusal(code: number, status: string, errorCode?: string): Reply {
  const type = 'type.googleapis.com/google.firebase.fcm.v1.FcmError';
  const details = errorCode === undefined ? [] : [{ '@type': type, errorCode }];
  return { status: code, body: { error: { code, status, message: status, details } } };
}
