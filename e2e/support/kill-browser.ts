import { readdir, readFile } from 'node:fs/promises';

import type { BrowserContext } from '@playwright/test';

/** SIGKILL: neither it nor its pages get a chance to finish anything. What is on the disk stays in the profile. */
export async function killBrowser(context: BrowserContext, profile: string): Promise<void> {
  const closed = new Promise((resolve) => context.once('close', resolve));
  process.kill(await browserWith(profile), 'SIGKILL');
  await closed;
}

/** The browser's own process, which its folder tells from all others. */
async function browserWith(profile: string): Promise<number> {
  for (const id of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const line = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '');
    // Chromium writes it anew, with spaces, at some time of its life.
    const flags = line.split(/[\0 ]/);
    const isPart = flags.some((flag) => flag.startsWith('--type=') || flag === '-contentproc');
    if (!isPart && flags.some((flag) => flag.endsWith(profile))) return Number(id);
  }
  throw new Error(`No browser runs with ${profile}.`);
}
