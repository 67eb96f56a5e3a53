/** APNs: HTTP/2 only, a provider token of the team's key that is between 0 and 60 minutes old. */
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http2';
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';

import { jwtVerify } from 'jose';

import type { PushChannelSettings } from '../../../protocol/index.ts';
import { PushServer } from './push-server.ts';
import type { ServerReply } from './push-server.ts';

export interface ApnsServer {
  readonly server: PushServer;
  readonly settings: Extract<PushChannelSettings, { channel: 'apns' }>;
  /** Connections made so far. */
  connections(): number;
}

const TOPIC = 'ru.shop.app';

export async function apnsServer(now: () => Date): Promise<ApnsServer> {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let connections = 0;
  const http2 = createServer();
  http2.on('session', () => (connections += 1));
  http2.on('stream', (stream, headers) => void answer(stream, headers));
  http2.listen(0, '127.0.0.1');
  await once(http2, 'listening');
  const server = new PushServer(http2);

  async function answer(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const path = headers[':path'] ?? '';
    const plain = headers as Record<string, string>;
    server.requests.push({ path, headers: plain, body });
    const reply =
      (await credentialFault(plain['authorization'] ?? '')) ??
      requestFault(plain, body) ??
      server.deliver(
        {
          device: path.replace('/3/device/', ''),
          message: JSON.parse(body.toString('utf8')) as Record<string, unknown>,
          headers: plain,
        },
        { status: 200 },
      );
    stream.respond({ ':status': reply.status, ...reply.headers });
    stream.end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
  }

  async function credentialFault(authorization: string): Promise<ServerReply | undefined> {
    const token = authorization.replace(/^bearer /, '');
    if (token === '') return apnsError(403, 'MissingProviderToken');
    try {
      const { payload, protectedHeader } = await jwtVerify(token, pair.publicKey, {
        algorithms: ['ES256'],
        issuer: 'TEAM123456',
        currentDate: now(),
      });
      if (protectedHeader.kid !== 'KEY1234567') return apnsError(403, 'InvalidProviderToken');
      const age = now().getTime() / 1000 - (payload.iat ?? 0);
      return age < 0 || age > 3600 ? apnsError(403, 'ExpiredProviderToken') : undefined;
    } catch {
      return apnsError(403, 'InvalidProviderToken');
    }
  }

  return {
    server,
    settings: {
      channel: 'apns',
      teamId: 'TEAM123456',
      keyId: 'KEY1234567',
      topic: TOPIC,
      privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      endpoint: server.url,
    },
    connections: () => connections,
  };
}

function requestFault(
  headers: Readonly<Record<string, string>>,
  body: Buffer,
): ServerReply | undefined {
  const { 'apns-topic': topic, 'apns-push-type': type, 'apns-priority': priority } = headers;
  if (topic === undefined) return apnsError(400, 'MissingTopic');
  if (topic !== TOPIC) return apnsError(400, 'DeviceTokenNotForTopic');
  if (type !== 'alert' && type !== 'background') return apnsError(400, 'InvalidPushType');
  if (type === 'background' && priority !== '5') return apnsError(400, 'BadPriority');
  if (!/^\d+$/.test(headers['apns-expiration'] ?? '')) return apnsError(400, 'BadExpirationDate');
  const collapse = headers['apns-collapse-id'] ?? '';
  if (collapse === '' || collapse.length > 64) return apnsError(400, 'BadCollapseId');
  return body.length > 4096 ? apnsError(413, 'PayloadTooLarge') : undefined;
}

export function apnsError(
  status: number,
  reason: string,
  headers: Readonly<Record<string, string>> = {},
): ServerReply {
  return { status, headers, body: { reason } };
}
