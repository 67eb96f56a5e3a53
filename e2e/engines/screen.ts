import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

/** A screen that nobody sees, for a browser that cannot do without one. */
export interface Screen {
  /** For the environment of what is to be shown on it. */
  readonly display: string;
  stop(): Promise<void>;
}

/**
 * Without a window manager the window beneath the pointer has the keyboard, and without the keyboard a page
 * draws no focus. The pointer rests in the middle, and windows open at the upper left: this is small enough
 * for the middle to lie within all of ours.
 */
const size = '900x1024x24';

/** Xvfb, which chooses a free number itself: any number of runs may have a screen at a time. */
export async function startScreen(xvfb: string): Promise<Screen> {
  const flags = ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp', '-noreset'];
  const child = spawn(xvfb, flags, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  const number = await Promise.race([
    once(child.stdio[3] as Readable, 'data').then(([data]) => String(data).trim()),
    ended.then(() => undefined),
  ]);
  if (number === undefined) throw new Error('Xvfb ended before it had a screen.');
  process.once('exit', () => child.kill());
  return {
    display: `:${number}`,
    async stop() {
      child.kill();
      await ended;
    },
  };
}
