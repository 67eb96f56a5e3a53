import { rm } from 'node:fs/promises';

import { blankDataDir } from './service.ts';

/** Once for the whole run, before its first test. @returns what removes it after the last */
export default async function makeBlank(): Promise<() => Promise<void>> {
  const blank = await blankDataDir();
  process.env['OTKLIK_TEST_BLANK'] = blank;
  return () => rm(blank, { recursive: true, force: true });
}
