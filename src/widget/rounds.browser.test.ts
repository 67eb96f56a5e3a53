/** One tab at a time, by the locks that browsers have. */
import { expect, it, vi } from 'vitest';

import { REAL_ROUNDS, Rounds } from './rounds.ts';
import type { Round, RoundsWorld } from './rounds.ts';

/** Its pauses are a fiftieth of a tab's. */
const hasty: RoundsWorld = {
  ...REAL_ROUNDS,
  later: (call, ms) => REAL_ROUNDS.later(call, ms / 50),
};
const DONE: Round = { kind: 'done' };

function gate(): { readonly passed: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
}

it('a tab that is at work is waited for, and nobody works beside it', async () => {
  const name = crypto.randomUUID();
  const { passed, open } = gate();
  let atWork = 0;
  let most = 0;
  const work = async (): Promise<Round> => {
    atWork += 1;
    most = Math.max(most, atWork);
    await passed;
    atWork -= 1;
    return DONE;
  };
  void new Rounds(name, work, REAL_ROUNDS).wake();
  await vi.waitFor(() => expect(atWork).toBe(1));
  const second = vi.fn(work);
  const rounds = new Rounds(name, second, { ...hasty, later: queueing });
  await rounds.wake();
  expect(second).not.toHaveBeenCalled();
  void rounds.wake();
  open();
  await vi.waitFor(() => expect(second).toHaveBeenCalled());
  expect(most).toBe(1);
});

it('a tab that never lets go loses its lock, and works on when it wakes', async () => {
  const name = crypto.randomUUID();
  const { passed, open } = gate();
  const frozen = vi.fn(async (): Promise<Round> => {
    await passed;
    return DONE;
  });
  void new Rounds(name, frozen, hasty).wake();
  await vi.waitFor(() => expect(frozen).toHaveBeenCalled());
  const other = vi.fn(async () => DONE);
  void new Rounds(name, other, hasty).wake();
  await vi.waitFor(() => expect(other).toHaveBeenCalledTimes(1), { timeout: 5000 });
  open();
  // Its round was cut short in its own eyes: it looks again, in its turn.
  await vi.waitFor(() => expect(frozen).toHaveBeenCalledTimes(2), { timeout: 5000 });
});

/** Nothing comes of waiting but being let in. */
function queueing(): () => void {
  return () => undefined;
}
