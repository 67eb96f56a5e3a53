import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { createClient } from 'otklik/backend';
import { startService } from 'otklik/service';

import type { Begun } from './own-domain.ts';
import type { PushService } from './push-service.ts';

type Outbound = NonNullable<NonNullable<Parameters<typeof startService>[0]>['outbound']>;

const ROOT_KEY = `otk_${'r'.repeat(43)}`;

/**
 * The service in this process, for it sends nothing to a push service that is on its own machine, unless it is told so
 * where it is started.
 */
export async function startSendingService(
  port: number,
  publicUrl: string,
  pushService: PushService,
): Promise<Begun> {
  const dataDir = await mkdtemp(join(tmpdir(), 'otklik-e2e-'));
  await cp(process.env['OTKLIK_TEST_BLANK'] ?? '', dataDir, { recursive: true });
  const service = await startService({
    port,
    publicUrl,
    dataDir,
    rootKey: ROOT_KEY,
    logLevel: 'error',
    // Its own pace is for people.
    scheduleEveryMs: 200,
    outbound: trusting(pushService),
  });
  return {
    client: createClient({ endpoint: service.url, apiKey: ROOT_KEY }),
    async remove() {
      await service.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Calls this machine, and trusts this push service. */
function trusting({ certificate }: PushService): Outbound {
  return {
    lookup: undefined,
    check: () => undefined,
    async post(url, { headers, body }) {
      const outgoing = request(url, { method: 'POST', headers, ca: certificate });
      outgoing.end(body);
      const [reply] = (await once(outgoing, 'response')) as [IncomingMessage];
      const { statusCode: status = 0 } = reply;
      return { status, headers: reply.headers as Record<string, string>, text: await text(reply) };
    },
  };
}
