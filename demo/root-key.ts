import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The key that starts everything: given, or made once and kept where only this user can read it. */
export async function rootKey(
  dataDir: string,
  given: string | undefined = process.env['OTKLIK_ROOT_KEY'],
): Promise<string> {
  if (given !== undefined && given !== '') return given;
  const file = join(dataDir, 'root-key');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const fresh = `otk_${randomBytes(32).toString('base64url')}`;
  try {
    await writeFile(file, `${fresh}\n`, { flag: 'wx', mode: 0o600 });
    return fresh;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await readFile(file, 'utf8')).trim();
  }
}
