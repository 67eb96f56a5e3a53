import type { OtklikClient } from 'otklik/backend';

import { createFaultProxy } from '../../support/fault-proxy.ts';
import type { FaultProxy } from '../../support/fault-proxy.ts';
import { freePort } from '../../support/ports.ts';

/**
 * A shop that has the surveys under its own address, as a reverse proxy of its own makes it: the service's paths lead to
 * the service, all others to the shop.
 */
export interface OwnDomain {
  readonly origin: string;
  readonly client: OtklikClient;
  /** Everything that was asked of the service. */
  readonly line: FaultProxy;
  /** A page or script of the shop. */
  serve(path: string, type: string, content: string): void;
  close(): Promise<void>;
}

/** A service that has been started for it. */
export interface Begun {
  readonly client: OtklikClient;
  /** Stops it for good and removes its data. */
  remove(): Promise<void>;
}

/** @param begin starts the service on this port; it is known by the domain's address */
export async function createOwnDomain(
  begin: (port: number, publicUrl: string) => Promise<Begun>,
): Promise<OwnDomain> {
  const port = await freePort();
  const line = await createFaultProxy(`http://localhost:${port}`);
  const { client, remove } = await begin(port, line.origin);
  const serve = (path: string, type: string, content: string): void =>
    line.fault(path, async (_passage, { answer }) => {
      answer({ status: 200, headers: { 'content-type': type }, body: Buffer.from(content) });
    });
  serve('/shop', 'text/html', SHOP);
  await client.changeProject({ origins: [line.origin] });
  return {
    origin: line.origin,
    client,
    line,
    serve,
    async close() {
      await line.close();
      await remove();
    },
  };
}

const SHOP = `<!doctype html><html lang="en"><title>The shop</title><link rel="icon" href="data:,"><h1>The shop</h1>`;
