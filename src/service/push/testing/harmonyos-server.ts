/** HarmonyOS' push service: sends for a project, takes back for an app, and believes a service account's signature. */
import { generateKeyPairSync } from 'node:crypto';

import { jwtVerify } from 'jose';

import type { PushChannelSettings } from '../../../protocol/index.ts';
import { hmsAnswer } from './hms-server.ts';
import { jsonBody, pushServer } from './push-server.ts';
import type { PushServer, SeenRequest } from './push-server.ts';

export interface HarmonyosServer {
  readonly server: PushServer;
  readonly settings: Extract<PushChannelSettings, { channel: 'harmonyos' }>;
}

interface SentBody {
  readonly payload?: { readonly notification?: Readonly<Record<string, unknown>> };
  readonly target?: { readonly token?: readonly string[] };
  readonly token?: readonly string[];
  readonly notifyId?: unknown;
}

export async function harmonyosServer(now: () => Date): Promise<HarmonyosServer> {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });

  async function isSigned({ headers }: SeenRequest): Promise<boolean> {
    try {
      const token = headers['authorization']?.replace('Bearer ', '') ?? '';
      const { protectedHeader } = await jwtVerify(token, pair.publicKey, {
        algorithms: ['PS256'],
        issuer: '100000042',
        audience: 'https://oauth-login.cloud.huawei.com/oauth2/v3/token',
        currentDate: now(),
        maxTokenAge: 3600,
      });
      return protectedHeader.kid === 'harmony-key';
    } catch {
      return false;
    }
  }

  const server = await pushServer(async (request, self) => {
    if (!(await isSigned(request))) return hmsAnswer('80200001');
    if (request.headers['push-type'] !== '0') return hmsAnswer('80100003');
    const message = jsonBody(request);
    const { payload, target, token, notifyId }: SentBody = message;
    switch (request.path) {
      case '/v3/388421841/messages:send': {
        if (!isShown(payload?.notification)) return hmsAnswer('80100003');
        if (JSON.stringify(payload).length > 4096) return hmsAnswer('80300008');
        const device = target?.token?.[0] ?? '';
        return self.deliver({ device, message, headers: request.headers }, hmsAnswer('80000000'));
      }
      case '/v1/6917585605507815630/messages:revoke': {
        if (!isNotifyId(notifyId)) return hmsAnswer('80100003');
        const device = token?.[0] ?? '';
        return self.deliver({ device, message, headers: request.headers }, hmsAnswer('80000000'));
      }
      default:
        return { status: 404 };
    }
  });
  return {
    server,
    settings: {
      channel: 'harmonyos',
      projectId: '388421841',
      keyId: 'harmony-key',
      subAccount: '100000042',
      clientId: '6917585605507815630',
      privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      endpoint: server.url,
    },
  };
}

function isShown(notification: Readonly<Record<string, unknown>> | undefined): boolean {
  const { category, title, body, clickAction, notifyId } = notification ?? {};
  const { actionType, uri, action } = (clickAction ?? {}) as Readonly<Record<string, unknown>>;
  const texts = [category, title, body];
  const isLed = actionType === 0 || (actionType === 1 && Boolean(uri ?? action));
  return (
    texts.every((text) => typeof text === 'string' && text !== '') && isLed && isNotifyId(notifyId)
  );
}

function isNotifyId(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 2_147_483_647;
}
