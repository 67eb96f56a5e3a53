import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { createClient } from 'otklik/backend';
import { startService } from 'otklik/service';

import type { Begun } from './own-domain.ts';

type Outbound = NonNullable<NonNullable<Parameters<typeof startService>[0]>['outbound']>;

const ROOT_KEY = `otk_${'r'.repeat(43)}`;

/**
 * The service in this process, for it sends nothing to a push service that is on its own machine, unless it is told so
 * where it is started.
 *
 * @param certificate of the push service, if that speaks https
 */
export async function startSendingService(
  port: number,
  publicUrl: string,
  { certificate }: { readonly certificate?: string } = {},
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
    outbound: trusting(certificate),
  });
  return {
    client: createClient({ endpoint: service.url, apiKey: ROOT_KEY }),
    async remove() {
      await service.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Calls this machine, and trusts this certificate. */
function trusting(ca: string | undefined): Outbound {
  return {
    lookup: undefined,
    check: () => undefined,
    checkHost: () => undefined,
    async request(url, { headers, body }) {
      const options = { method: 'POST', headers };
      const outgoing = url.startsWith('https:')
        ? requestHttps(url, { ...options, ca })
        : requestHttp(url, options);
      outgoing.end(body);
      const [reply] = (await once(outgoing, 'response')) as [IncomingMessage];
      const { statusCode: status = 0 } = reply;
      return { status, headers: reply.headers as Record<string, string>, text: await text(reply) };
    },
  };
}
