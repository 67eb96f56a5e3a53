#!/usr/bin/env node
import { complaintAbout } from './cli/node-version.ts';

const complaint = complaintAbout(process.versions.node);
if (complaint !== undefined) {
  console.error(complaint);
  process.exit(1);
}

// `otklik surveys list | head` closes the pipe before the end: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

// Not before: it imports what an older Node.js has not got.
const { run } = await import('./cli/program.ts');
process.exitCode = await run(process.argv.slice(2));
