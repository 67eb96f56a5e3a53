/** FCM HTTP v1 and Google's token endpoint: a message without a token that was given out for a signature is refused. */
import { generateKeyPairSync } from 'node:crypto';

import { jwtVerify } from 'jose';

import type { PushChannelSettings } from '../../../protocol/index.ts';
import { jsonBody, pushServer } from './push-server.ts';
import type { PushServer, SeenRequest, ServerReply } from './push-server.ts';

export interface FcmServer {
  readonly server: PushServer;
  readonly settings: Extract<PushChannelSettings, { channel: 'fcm' }>;
  /** Tokens given out so far. */
  tokens(): number;
}

export async function fcmServer(now: () => Date): Promise<FcmServer> {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const clientEmail = 'push@shop.iam.gserviceaccount.com';
  const given = new Set<string>();

  async function token(request: SeenRequest): Promise<ServerReply> {
    const form = new URLSearchParams(request.body.toString('utf8'));
    const isGrant = form.get('grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer';
    if (!isGrant) return { status: 400, body: { error: 'unsupported_grant_type' } };
    try {
      const { payload } = await jwtVerify(form.get('assertion') ?? '', pair.publicKey, {
        algorithms: ['RS256'],
        issuer: clientEmail,
        audience: `${server.url}/token`,
        currentDate: now(),
        maxTokenAge: 3600,
      });
      if (payload['scope'] !== 'https://www.googleapis.com/auth/firebase.messaging')
        throw new Error('scope');
    } catch {
      return {
        status: 400,
        body: { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' },
      };
    }
    const access_token = `ya29.${given.size + 1}`;
    given.add(access_token);
    return { status: 200, body: { access_token, expires_in: 3599, token_type: 'Bearer' } };
  }

  const server = await pushServer((request, self) => {
    if (request.path === '/token') return token(request);
    if (request.path !== '/v1/projects/shop/messages:send') return fcmError(404, 'NOT_FOUND');
    const bearer = request.headers['authorization']?.replace('Bearer ', '') ?? '';
    if (!given.has(bearer)) return fcmError(401, 'UNAUTHENTICATED');
    const { message } = jsonBody(request) as { message: Record<string, unknown> };
    const { token: device, data, notification } = message;
    const texts = JSON.stringify({ data, notification });
    const isFit = typeof device === 'string' && areStrings(data) && texts.length <= 4096;
    if (!isFit) return fcmError(400, 'INVALID_ARGUMENT', 'INVALID_ARGUMENT');
    const accepted = { status: 200, body: { name: 'projects/shop/messages/1' } };
    return self.deliver({ device, message, headers: request.headers }, accepted);
  });
  const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return {
    server,
    settings: {
      channel: 'fcm',
      projectId: 'shop',
      clientEmail,
      privateKey,
      endpoint: server.url,
      tokenEndpoint: server.url,
    },
    tokens: () => given.size,
  };
}

/** As Google writes it. */
export function fcmError(status: number, name: string, errorCode?: string): ServerReply {
  const details =
    errorCode === undefined
      ? []
      : [{ '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode }];
  return { status, body: { error: { code: status, message: 'no', status: name, details } } };
}

function areStrings(data: unknown): boolean {
  return (
    typeof data === 'object' && Object.values(data ?? {}).every((one) => typeof one === 'string')
  );
}
