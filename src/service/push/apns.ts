/** Apple Push Notification service: one HTTP/2 connection a push service, kept; a provider token a team, renewed. */
import { connect } from 'node:http2';
import type { ClientHttp2Session } from 'node:http2';

import { importPKCS8, SignJWT } from 'jose';
import * as z from 'zod/mini';

import { apnsRequest, pushSeconds } from '../../backend/push-payloads.ts';
import type { ApnsRequest } from '../../backend/push-payloads.ts';
import type { ChannelOf } from './channel-settings.ts';
import { OUTBOUND_MS } from './outbound.ts';
import type { Outbound, OutboundAnswer } from './outbound.ts';
import { jsonOf, reasonOf, retry, retryAfterMs } from './push-answer.ts';
import type { PushAnswer } from './push-answer.ts';
import type { PushSender } from './push-sender.ts';

const ENDPOINT = 'https://api.push.apple.com';
/** Apple refuses one older than an hour, and more than one in 20 minutes. */
const TOKEN_MS = 40 * 60_000;
/** Apple asks to keep a connection; one that nobody has used for so long is given back. */
const IDLE_MS = 30 * 60_000;

interface ProviderToken {
  readonly token: string;
  readonly madeAt: number;
}

export interface ApnsSender {
  readonly send: PushSender<'apns'>;
  close(): void;
}

export function apnsSender(): ApnsSender {
  const sessions = new Map<string, ClientHttp2Session>();
  const tokens = new Map<string, ProviderToken>();

  async function tokenOf({ key, settings }: ChannelOf<'apns'>, now: Date): Promise<string> {
    const held = tokens.get(key);
    if (held !== undefined && now.getTime() - held.madeAt < TOKEN_MS) return held.token;
    const fresh = { token: await providerToken(settings, now), madeAt: now.getTime() };
    tokens.set(key, fresh);
    return fresh.token;
  }

  function sessionTo(endpoint: string, { lookup, check }: Outbound): ClientHttp2Session {
    const present = sessions.get(endpoint);
    if (present !== undefined && !present.closed && !present.destroyed) return present;
    check(new URL(endpoint));
    const session = connect(endpoint, lookup === undefined ? {} : { lookup });
    // Whoever waits for an answer hears of it by its own stream.
    session.on('error', () => session.destroy());
    session.on('goaway', () => session.close());
    session.setTimeout(IDLE_MS, () => session.close());
    session.unref();
    sessions.set(endpoint, session);
    return session;
  }

  return {
    send: async ({ channel, address, message, expiresAt }, { outbound, now }) => {
      const { topic, wakesApp, endpoint = ENDPOINT } = channel.settings;
      const request = apnsRequest(message, address.token, {
        topic,
        wakesApp: wakesApp === 'always',
        ttlSeconds: pushSeconds(expiresAt, now()),
        now: now(),
      });
      const authorization = `bearer ${await tokenOf(channel, now())}`;
      const answer = await exchange(sessionTo(endpoint, outbound), request, authorization);
      const meaning = meaningOf(answer, now());
      if (answer.text.includes('ExpiredProviderToken')) tokens.delete(channel.key);
      return meaning;
    },
    close: () => {
      for (const session of sessions.values()) session.close();
      sessions.clear();
    },
  };
}

async function providerToken(
  { teamId, keyId, privateKey }: ChannelOf<'apns'>['settings'],
  now: Date,
): Promise<string> {
  return await new SignJWT()
    .setProtectedHeader({ alg: 'ES256', kid: keyId })
    .setIssuer(teamId)
    .setIssuedAt(Math.floor(now.getTime() / 1000))
    .sign(await importPKCS8(privateKey, 'ES256'));
}

function exchange(
  session: ClientHttp2Session,
  { path, headers, body }: ApnsRequest,
  authorization: string,
): Promise<OutboundAnswer> {
  return new Promise((resolve, reject) => {
    const stream = session.request(
      { ':method': 'POST', ':path': path, authorization, ...headers },
      { signal: AbortSignal.timeout(OUTBOUND_MS) },
    );
    let status = 0;
    let text = '';
    const told: Record<string, string> = {};
    stream.setEncoding('utf8');
    stream.once('response', ({ ':status': code, ...rest }) => {
      status = Number(code);
      for (const [name, value] of Object.entries(rest)) told[name] = String(value);
    });
    stream.on('data', (chunk: string) => {
      if (text.length < 10_000) text += chunk;
    });
    stream.once('error', reject);
    stream.once('close', () => {
      if (status === 0) reject(new Error('The connection to APNs ended before its answer.'));
      else resolve({ status, headers: told, text });
    });
    stream.end(body);
  });
}

const ApnsError = z.object({ reason: z.string() });

/** Not `BadDeviceToken`: so says the sandbox of a good one, and a wrong endpoint must not cost every address. */
const GONE: ReadonlySet<string> = new Set(['Unregistered', 'ExpiredToken']);
const CREDENTIALS: ReadonlySet<string> = new Set([
  'InvalidProviderToken',
  'MissingProviderToken',
  'TopicDisallowed',
  'BadCertificate',
  'BadCertificateEnvironment',
  'Forbidden',
]);

function meaningOf({ status, headers, text }: OutboundAnswer, now: Date): PushAnswer {
  if (status === 200) return { kind: 'sent' };
  const reason = reasonOf(ApnsError.safeParse(jsonOf(text)).data?.reason ?? `HTTP ${status}`);
  if (status === 410 || GONE.has(reason)) return { kind: 'drop', reason };
  // Ours is younger than an hour: the clocks differ, and the next one is made anew.
  if (reason === 'ExpiredProviderToken') return retry(reason, 0);
  if (CREDENTIALS.has(reason) || status === 401 || status === 403) return { kind: 'stop', reason };
  if (reason === 'TooManyProviderTokenUpdates') return retry(reason, 20 * 60_000);
  if (status === 429 || status >= 500) {
    return retry(reason, retryAfterMs(headers['retry-after'], now));
  }
  return { kind: 'refuse', reason };
}
