import type { Command } from 'commander';

import { createClient } from '../backend/index.ts';
import type { OtklikClient } from '../backend/index.ts';

import { Failure } from './failure.ts';
import type { World } from './world.ts';

export interface Connection {
  readonly url: string;
  /** Throws when there is no key to call with. */
  client(): OtklikClient;
}

/** How a command reaches the service: the address and the key of the environment. */
export function connectionOf(command: Command, { env, fetch }: World): Connection {
  const { url: given } = command.optsWithGlobals<{ url?: string }>();
  const url = given ?? (env['OTKLIK_URL'] || 'http://localhost:8787');
  return {
    url,
    client: () => {
      const apiKey = env['OTKLIK_API_KEY'] || env['OTKLIK_ROOT_KEY'];
      if (!apiKey) {
        throw new Failure(
          'There is no key to call the service with; set OTKLIK_API_KEY, or OTKLIK_ROOT_KEY as for "otklik serve".',
          { exitCode: 2, code: 'key_missing' },
        );
      }
      return createClient({ endpoint: url, apiKey, fetch });
    },
  };
}
