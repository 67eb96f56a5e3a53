import { createHash, createPublicKey, randomBytes, randomUUID, verify } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';

import { startWebSocketServer } from './web-socket.ts';
import type { Talk } from './web-socket.ts';

/**
 * A push service as Mozilla's is: to Firefox it speaks the push WebSocket, from senders it takes RFC 8030 with the
 * VAPID of RFC 8292, which it checks. It never sees what is sent: that stays encrypted from the sender to the browser.
 */
export interface PushService {
  /** For the browser: `dom.push.serverURL`. */
  readonly url: string;
  /** Whom a sender has to trust. */
  readonly certificate: string;
  /** What senders have brought, as it was: encrypted. */
  readonly accepted: readonly Accepted[];
  close(): Promise<void>;
}

export interface Accepted {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A browser, by the name that it was given. What it has not confirmed is said again when it comes back. */
interface Agent {
  /** Undefined while it is away. */
  say: ((message: object) => void) | undefined;
  readonly unconfirmed: Map<string, object>;
}

interface Channel {
  readonly id: string;
  /** Of the sender that may use it. */
  readonly key: string | undefined;
  readonly agent: Agent;
}

/** For `localhost` alone, and for a hundred years: it guards nothing. */
const pem = readFileSync(join(import.meta.dirname, 'localhost.pem'));

export async function startPushService(): Promise<PushService> {
  const agents = new Map<string, Agent>();
  const channels = new Map<string, Channel>();
  const accepted: Accepted[] = [];
  const browsers = await startWebSocketServer('push-notification', (say) =>
    browserTalk(
      (message) => say(JSON.stringify(message)),
      agents,
      channels,
      () => origin,
    ),
  );
  const server = createServer({ key: pem, cert: pem }, (request, response) => {
    const { url: path = '', headers } = request;
    void buffer(request).then((body) => {
      const channel = channels.get(path);
      const refusal = refusalOf({ path, headers, body }, channel, origin);
      if (refusal !== undefined || channel === undefined) {
        response.writeHead(refusal?.[0] ?? 410).end(refusal?.[1]);
        return;
      }
      accepted.push({ path, headers, body });
      const version = randomUUID();
      const data = body.toString('base64url');
      const content = body.length > 0 ? { data, headers: { encoding: 'aes128gcm' } } : {};
      const { id: channelID, agent } = channel;
      const message = { messageType: 'notification', channelID, version, ...content };
      agent.unconfirmed.set(version, message);
      agent.say?.(message);
      response.writeHead(201, { location: `${origin}/m/${version}` }).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  return {
    url: browsers.url,
    certificate: pem.toString(),
    accepted,
    async close() {
      await browsers.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface BrowserMessage {
  readonly messageType?: string;
  readonly channelID?: string;
  readonly key?: string;
  readonly uaid?: string;
  /** Of an `ack`. */
  readonly updates?: readonly { readonly version: string }[];
}

function browserTalk(
  say: (message: object) => void,
  agents: Map<string, Agent>,
  channels: Map<string, Channel>,
  origin: () => string,
): Talk {
  const own = new Map<string, string>();
  let agent: Agent = { say, unconfirmed: new Map() };
  const hear = (text: string): void => {
    const message = JSON.parse(text) as BrowserMessage;
    const { messageType, channelID: id = '', key, uaid, updates = [] } = message;
    if (messageType === undefined) return say({}); // A ping.
    if (messageType === 'hello') {
      const name = uaid || randomBytes(16).toString('hex');
      agent = agents.get(name) ?? agent;
      agent.say = say;
      agents.set(name, agent);
      say({ messageType, status: 200, uaid: name, use_webpush: true, broadcasts: {} });
      for (const missed of agent.unconfirmed.values()) say(missed);
      return;
    }
    if (messageType === 'register') {
      const path = `/wpush/v2/${createHash('sha256').update(id).digest('base64url')}`;
      channels.set(path, { id, key, agent });
      own.set(id, path);
      return say({ messageType, status: 200, channelID: id, pushEndpoint: origin() + path });
    }
    if (messageType === 'ack') for (const { version } of updates) agent.unconfirmed.delete(version);
    if (messageType === 'unregister') {
      channels.delete(own.get(id) ?? '');
      return say({ messageType, status: 200, channelID: id });
    }
  };
  const gone = (): void => {
    if (agent.say === say) agent.say = undefined;
  };
  return { hear, gone };
}

/** Status and reason, as a sender has to expect them. */
function refusalOf(
  { headers, body }: Accepted,
  channel: Channel | undefined,
  origin: string,
): readonly [number, string] | undefined {
  if (channel === undefined) return [410, 'gone'];
  if (!/^\d+$/.test(headers['ttl'] as string)) return [400, 'TTL'];
  if (body.length > 4096) return [413, 'too large'];
  if (body.length > 0 && headers['content-encoding'] !== 'aes128gcm') return [400, 'encoding'];
  const why = vapidProblem(headers.authorization, channel.key, origin);
  return why === undefined ? undefined : [401, why];
}

/** RFC 8292 sections 2 and 4. */
function vapidProblem(
  authorization = '',
  registered: string | undefined,
  origin: string,
): string | undefined {
  const [, token = '', key = ''] = /^vapid t=([^,\s]+), ?k=([^,\s]+)$/i.exec(authorization) ?? [];
  const point = Buffer.from(key, 'base64url');
  if (point.length !== 65) return 'no key';
  if (registered !== undefined && !point.equals(Buffer.from(registered, 'base64url'))) {
    return 'another key than the subscription was made with';
  }
  const [head = '', claims = '', signature = ''] = token.split('.');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((one) =>
    one.toString('base64url'),
  );
  const jwk = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: x!, y: y! } });
  const verifier = { key: jwk, dsaEncoding: 'ieee-p1363' } as const;
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    verifier,
    Buffer.from(signature, 'base64url'),
  );
  if (!isSigned) return 'signature';
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<
    string,
    unknown
  >;
  const left = Number(exp) - Date.now() / 1000;
  if (aud !== origin) return 'aud';
  if (!(left > 0 && left <= 86_400)) return 'exp';
  return /^(mailto:|https:)/.test(String(sub)) ? undefined : 'sub';
}
