/** The two commands that are the service, rather than talk to it. */
import type * as Service from '../service/index.ts';
import type { openDatabase } from '../service/database/open.ts';

import { Failure } from './failure.ts';
import type { World } from './world.ts';

type Parts = typeof Service & { readonly openDatabase: typeof openDatabase };

/** Runs `work` with the service's own code and settings; what it refuses becomes a Failure. */
export async function onThisMachine(
  env: World['env'],
  work: (parts: Parts, settings: Service.Settings) => Promise<void>,
): Promise<void> {
  // Loaded here: no other command needs the database and its megabytes.
  const [service, database] = await Promise.all([
    import('../service/index.ts'),
    import('../service/database/open.ts'),
  ]);
  try {
    await work({ ...service, ...database }, service.readSettings(env));
  } catch (error) {
    throw asFailure(error, service);
  }
}

function asFailure(error: unknown, service: typeof Service): unknown {
  if (error instanceof service.SettingsError) {
    return new Failure(error.message, { exitCode: 2, code: 'settings_invalid', cause: error });
  }
  if (error instanceof service.DatabaseError) {
    return new Failure(error.message, { code: error.code, cause: error });
  }
  const { code = '', port } = error as NodeJS.ErrnoException & { readonly port?: number };
  const why = { EADDRINUSE: 'is taken by another program', EACCES: 'may not be used by this user' }[
    code
  ];
  return why === undefined
    ? error
    : new Failure(`Port ${port} ${why}; choose another with --port or OTKLIK_PORT.`, {
        code: 'port_unusable',
        cause: error,
      });
}
