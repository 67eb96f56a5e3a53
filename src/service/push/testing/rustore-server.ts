/** RuStore's push service: one token that does not change, Firebase's words for what is wrong. */
import type { PushChannelSettings } from '../../../protocol/index.ts';
import { fcmError } from './fcm-server.ts';
import { jsonBody, pushServer } from './push-server.ts';
import type { PushServer, SeenRequest, ServerReply } from './push-server.ts';

export interface RustoreServer {
  readonly server: PushServer;
  readonly settings: Extract<PushChannelSettings, { channel: 'rustore' }>;
}

const SERVICE_TOKEN = 'rustore-service-token';

export async function rustoreServer(): Promise<RustoreServer> {
  const server = await pushServer((request, self) => {
    if (request.path === '/v1/send') return universal(request, self);
    if (request.headers['authorization'] !== `Bearer ${SERVICE_TOKEN}`) {
      return fcmError(401, 'UNAUTHENTICATED');
    }
    if (request.path !== '/v1/projects/shop/messages:send')
      return fcmError(403, 'PERMISSION_DENIED');
    const { message } = jsonBody(request) as { message: Record<string, unknown> };
    const { token: device, android } = message;
    const { ttl } = (android ?? {}) as { ttl?: string };
    if (typeof device !== 'string' || !/^\d+s$/.test(ttl ?? '')) {
      return fcmError(400, 'INVALID_ARGUMENT');
    }
    return self.deliver({ device, message, headers: request.headers }, { status: 200, body: {} });
  });
  return {
    server,
    settings: {
      channel: 'rustore',
      projectId: 'shop',
      serviceToken: SERVICE_TOKEN,
      endpoint: server.url,
    },
  };
}

/** Its way for apps of the universal SDK: credentials in the body, errors as sentences that begin with the provider. */
function universal(request: SeenRequest, self: PushServer): ServerReply {
  const { providers, tokens, message } = jsonBody(request) as UniversalBody;
  const { project_id: project, auth_token: auth } = providers?.rustore ?? {};
  if (project !== 'shop' || auth !== SERVICE_TOKEN) {
    return universalError(401, 'rustore: invalid auth token');
  }
  const device = tokens?.rustore?.[0] ?? '';
  const data = message?.['data'];
  if (device === '' || typeof data !== 'object') {
    return universalError(400, 'message.data: invalid');
  }
  const delivered = { device, message: message ?? {}, headers: request.headers };
  return self.deliver(delivered, { status: 200, body: { status: 'OK' } });
}

interface UniversalBody {
  readonly providers?: { readonly rustore?: Readonly<Record<string, string>> };
  readonly tokens?: { readonly rustore?: readonly string[] };
  readonly message?: Record<string, unknown>;
}

export function universalError(code: number, ...errors: readonly string[]): ServerReply {
  return { status: code, body: { status: 'PROVIDER_ERROR', code, errors } };
}
