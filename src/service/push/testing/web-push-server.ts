/** A browser's push service (RFC 8030), and behind it browsers that decrypt what arrives (RFC 8291). */
import { createECDH, createPublicKey, randomBytes, verify } from 'node:crypto';
import type { ECDH } from 'node:crypto';

// @ts-expect-error -- it comes without types
import * as httpEce from 'http_ece';

import type { PushAddress } from '../../../protocol/index.ts';
import { pushServer } from './push-server.ts';
import type { PushServer, SeenRequest, ServerReply } from './push-server.ts';

/** The part that is used here. */
const { decrypt } = httpEce as {
  readonly decrypt: (
    body: Buffer,
    keys: { readonly version: string; readonly privateKey: ECDH; readonly authSecret: Buffer },
  ) => Buffer;
};

export const PUSH_ORIGIN = 'https://push.browser.test';

export interface WebPushServer {
  readonly server: PushServer;
  /** A browser that subscribes with this key. */
  subscribe(
    name: string,
    applicationServerKey: string,
  ): Extract<PushAddress, { channel: 'web-push' }>;
}

interface Browser {
  readonly privateKey: ECDH;
  readonly auth: Buffer;
  readonly applicationServerKey: string;
}

export async function webPushServer(): Promise<WebPushServer> {
  const browsers = new Map<string, Browser>();
  const server = await pushServer((request, self) => {
    const device = request.path.replace(/^\/push\//, '');
    const browser = browsers.get(device);
    if (browser === undefined) return { status: 410 };
    const fault = faultOf(request, browser);
    if (fault !== undefined) return fault;
    const plain = decrypt(request.body, {
      version: 'aes128gcm',
      privateKey: browser.privateKey,
      authSecret: browser.auth,
    });
    const message = JSON.parse(plain.toString('utf8')) as Record<string, unknown>;
    return self.deliver({ device, message, headers: request.headers }, { status: 201 });
  });
  return {
    server,
    subscribe(name, applicationServerKey) {
      const privateKey = createECDH('prime256v1');
      const p256dh = privateKey.generateKeys().toString('base64url');
      const auth = randomBytes(16);
      browsers.set(name, { privateKey, auth, applicationServerKey });
      const endpoint = `${PUSH_ORIGIN}/push/${name}`;
      const keys = { p256dh, auth: auth.toString('base64url') };
      return { channel: 'web-push', subscription: { endpoint, expirationTime: null, keys } };
    },
  };
}

function faultOf({ headers, body }: SeenRequest, browser: Browser): ServerReply | undefined {
  if (!/^\d+$/.test(headers['ttl'] ?? '')) return { status: 400, body: 'TTL' };
  if (!/^(very-low|low|normal|high)$/.test(headers['urgency'] ?? ''))
    return { status: 400, body: 'Urgency' };
  if (!/^[A-Za-z0-9_-]{1,32}$/.test(headers['topic'] ?? '')) return { status: 400, body: 'Topic' };
  if (headers['content-encoding'] !== 'aes128gcm') return { status: 400, body: 'Content-Encoding' };
  if (body.length > 4096) return { status: 413 };
  return isVapid(headers['authorization'] ?? '', browser) ? undefined : { status: 403 };
}

/** RFC 8292: signed, for this push service, by the key with which the browser subscribed, for a day at most. */
function isVapid(header: string, { applicationServerKey }: Browser): boolean {
  const [, token = '', key = ''] = /^vapid t=([^,\s]+), ?k=(\S+)$/.exec(header) ?? [];
  if (key !== applicationServerKey) return false;
  const point = Buffer.from(key, 'base64url');
  const [head = '', claims = '', signature = ''] = token.split('.');
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  const publicKey = createPublicKey({ format: 'jwk', key: jwk });
  const signed = Buffer.from(`${head}.${claims}`);
  const isSigned = verify(
    'sha256',
    signed,
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<
    string,
    unknown
  >;
  const left = Number(exp) - Date.now() / 1000;
  return (
    isSigned &&
    aud === PUSH_ORIGIN &&
    left > 0 &&
    left <= 86_400 &&
    /^(mailto:|https:)/.test(String(sub))
  );
}
