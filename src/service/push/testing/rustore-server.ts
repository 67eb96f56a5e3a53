/** RuStore's push service: one token that does not change, Firebase's words for what is wrong. */
import type { PushChannelSettings } from '../../../protocol/index.ts';
import { fcmError } from './fcm-server.ts';
import { jsonBody, pushServer } from './push-server.ts';
import type { PushServer } from './push-server.ts';

export interface RustoreServer {
  readonly server: PushServer;
  readonly settings: Extract<PushChannelSettings, { channel: 'rustore' }>;
}

const SERVICE_TOKEN = 'rustore-service-token';

export async function rustoreServer(): Promise<RustoreServer> {
  const server = await pushServer((request, self) => {
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
