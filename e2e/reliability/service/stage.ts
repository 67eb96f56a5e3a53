/** What every trial of the service begins with: the service on one of its databases, and a survey in it. */
import { rmSync } from 'node:fs';

import { startPostgres } from '../../../scripts/postgres.ts';
import type { PostgresServer } from '../../../scripts/postgres.ts';
import { blankDataDir, createTestService } from '../../support/service.ts';
import type { TestService } from '../../support/service.ts';
import { publishFile, shortSurvey } from '../../support/surveys.ts';
import { offlineMint } from '../../support/tokens.ts';
import type { Mint } from '../../support/tokens.ts';

/** The page's origin, which the service allows. */
export const PAGE = 'https://shop.example.com';

export type DatabaseKind = 'PGlite' | 'PostgreSQL';

export interface Stage {
  readonly service: TestService;
  readonly mint: Mint;
  /** The server beneath it, where there is one. */
  readonly postgres: PostgresServer | undefined;
}

interface StageOptions {
  readonly database?: DatabaseKind;
  readonly settings?: Readonly<Record<string, string>>;
  readonly postgresFlags?: readonly string[];
}

/** Made once for all trials: to copy it is faster. */
let blank: Promise<string> | undefined;

function blankFolder(): Promise<string> {
  blank ??= blankDataDir().then((folder) => {
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    return folder;
  });
  return blank;
}

/** Everybody here comes from one machine: what limits an address is tried by the trials of that alone. */
const SETTINGS = { OTKLIK_LOG_LEVEL: 'warn', OTKLIK_ORIGINS: PAGE };

export async function onStage<T>(
  { database = 'PGlite', settings = {}, postgresFlags = [] }: StageOptions,
  play: (stage: Stage) => Promise<T>,
): Promise<T> {
  const postgres = database === 'PGlite' ? undefined : await startPostgres(postgresFlags);
  const copied = postgres === undefined ? await blankFolder() : undefined;
  const service = await createTestService(copied, {
    ...SETTINGS,
    ...(postgres !== undefined && { OTKLIK_DATABASE_URL: postgres.url }),
    ...settings,
  });
  try {
    await service.start();
    await publishFile(service.client, shortSurvey);
    return await play({ service, mint: await offlineMint(service.client), postgres });
  } finally {
    await service.remove();
    await postgres?.stop();
  }
}
