/** Apple's: https://developer.apple.com/documentation/usernotifications/sending-notification-requests-to-apns */
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http2';
import type { IncomingHttpHeaders, ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { jwtVerify } from 'jose';

import { Installed, textsIn } from './phone-network.ts';
import type { Handed, PhoneNetwork } from './phone-network.ts';

type Refusal = readonly [status: number, reason: string];

interface Payload {
  readonly aps?: {
    readonly alert?: Handed['notification'];
    readonly 'content-available'?: number;
  };
}

const teamId = 'TEAM123456';
const keyId = 'KEY1234567';
const topic = 'com.example.shop';

export async function startApns(): Promise<PhoneNetwork> {
  const team = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const apps = new Installed();
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer();
  server.on('session', (session) => sessions.add(session));
  server.on('stream', (stream, headers) => void answer(stream, headers));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  async function answer(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<void> {
    const body = await text(stream);
    const refusal =
      (await credentialFault(headers.authorization ?? '')) ??
      faultIn(headers, body) ??
      deliver(headers[':path'] ?? '', body);
    const [status, reason] = refusal ?? [200];
    stream.respond({ ':status': status });
    stream.end(reason && JSON.stringify({ reason }));
  }

  async function credentialFault(authorization: string): Promise<Refusal | undefined> {
    const token = /^bearer (.+)$/.exec(authorization)?.[1];
    if (token === undefined) return [403, 'MissingProviderToken'];
    return jwtVerify(token, team.publicKey, {
      algorithms: ['ES256'],
      issuer: teamId,
      maxTokenAge: 3600,
    }).then(
      ({ protectedHeader: { kid } }) => (kid === keyId ? undefined : [403, 'InvalidProviderToken']),
      () => [403, 'InvalidProviderToken'],
    );
  }

  function deliver(path: string, body: string): Refusal | undefined {
    const { aps, ...rest } = JSON.parse(body) as Payload;
    const data = textsIn(rest) ?? {};
    const handed = { notification: aps?.alert, data, isWaking: aps?.['content-available'] === 1 };
    return apps.hand(path.replace('/3/device/', ''), handed) ? undefined : [410, 'Unregistered'];
  }

  const { port } = server.address() as AddressInfo;
  return {
    settings: {
      channel: 'apns',
      teamId,
      keyId,
      topic,
      privateKey: team.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      endpoint: `http://127.0.0.1:${port}`,
    },
    install: (hand) => ({ channel: 'apns', token: apps.add(hand) }),
    async close() {
      for (const session of sessions) session.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function faultIn(headers: IncomingHttpHeaders, body: string): Refusal | undefined {
  const told = (name: string): string => String(headers[name] ?? '');
  const { aps } = JSON.parse(body) as Payload;
  const isSilent = aps?.alert === undefined;
  if (told('apns-topic') !== topic) return [400, 'DeviceTokenNotForTopic'];
  // What shows nothing is a background push, at a low priority, or it is not delivered.
  if (told('apns-push-type') !== (isSilent ? 'background' : 'alert'))
    return [400, 'InvalidPushType'];
  if (told('apns-priority') !== (isSilent ? '5' : '10')) return [400, 'BadPriority'];
  if (isSilent && aps?.['content-available'] !== 1) return [400, 'PayloadEmpty'];
  if (!/^\d+$/.test(told('apns-expiration'))) return [400, 'BadExpirationDate'];
  if (!/^[\w-]{1,64}$/.test(told('apns-collapse-id'))) return [400, 'BadCollapseId'];
  return body.length > 4096 ? [413, 'PayloadTooLarge'] : undefined;
}
