/**
 * A process of its own that locks a folder: `node folder-holder.ts <dataDir>` prints `held` or the
 * refusal, then waits to be told `release` on standard input, or to be killed.
 */
import { once } from 'node:events';
import { lockFolder } from '../database/folder-lock.ts';

try {
  const release = await lockFolder(process.argv[2] ?? '');
  process.stdout.write('held\n');
  await once(process.stdin, 'data');
  await release();
  process.exit(0);
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
