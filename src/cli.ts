#!/usr/bin/env node
import { run } from './cli/program.ts';

// `otklik surveys list | head` closes the pipe before the end: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await run(process.argv.slice(2));
