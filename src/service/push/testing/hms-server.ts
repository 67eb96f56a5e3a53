/** Huawei's push service and its token endpoint: answers 200 to nearly everything, and says in the body what it meant. */
import type { PushChannelSettings } from '../../../protocol/index.ts';
import { jsonBody, pushServer } from './push-server.ts';
import type { PushServer, SeenRequest, ServerReply } from './push-server.ts';

export interface HmsServer {
  readonly server: PushServer;
  readonly settings: Extract<PushChannelSettings, { channel: 'hms' }>;
  /** What was given out is worth nothing from now on. */
  endTokens(): void;
  tokens(): number;
}

const CLIENT = { id: '1041', secret: 'hms-client-secret' };

export async function hmsServer(): Promise<HmsServer> {
  const valid = new Set<string>();
  let given = 0;

  function token({ body }: SeenRequest): ServerReply {
    const form = new URLSearchParams(body.toString('utf8'));
    if (form.get('grant_type') !== 'client_credentials')
      return { status: 400, body: { error: 1101 } };
    if (form.get('client_id') !== CLIENT.id || form.get('client_secret') !== CLIENT.secret) {
      return { status: 401, body: { error: 1101, error_description: 'invalid client' } };
    }
    given += 1;
    const access_token = `hms-${given}`;
    valid.add(access_token);
    return { status: 200, body: { access_token, expires_in: 3600, token_type: 'Bearer' } };
  }

  const server = await pushServer((request, self) => {
    if (request.path === '/oauth2/v3/token') return token(request);
    if (request.path !== '/v1/1041/messages:send') return { status: 404 };
    const bearer = request.headers['authorization']?.replace('Bearer ', '') ?? '';
    if (!valid.has(bearer)) return hmsAnswer('80200003');
    const { message } = jsonBody(request) as { message: Record<string, unknown> };
    const { token: devices, data } = message;
    if (!Array.isArray(devices) || typeof data !== 'string') return hmsAnswer('80100003');
    if (!isTapped(message['android'])) return hmsAnswer('80100003');
    if (JSON.stringify(message).length > 4096 + 2000) return hmsAnswer('80300008');
    const device = String(devices[0]);
    return self.deliver({ device, message, headers: request.headers }, hmsAnswer('80000000'));
  });
  return {
    server,
    settings: {
      channel: 'hms',
      appId: '1041',
      clientId: CLIENT.id,
      clientSecret: CLIENT.secret,
      endpoint: server.url,
      tokenEndpoint: server.url,
    },
    endTokens: () => valid.clear(),
    tokens: () => given,
  };
}

export function hmsAnswer(code: string): ServerReply {
  return { status: 200, body: { code, msg: 'told', requestId: '1' } };
}

/** A notification has to say what its tap does; a message without one is for the app alone. */
function isTapped(android: unknown): boolean {
  const { notification } = (android ?? {}) as { notification?: { click_action?: unknown } };
  if (notification === undefined) return true;
  const { type, intent } = (notification.click_action ?? {}) as { type?: number; intent?: string };
  return type === 1 ? /^intent:\/\/.+#Intent;.+;end$/.test(intent ?? '') : type === 3;
}
