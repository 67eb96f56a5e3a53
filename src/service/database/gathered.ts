import { setImmediate as nextTurn } from 'node:timers/promises';
import { DatabaseUnavailable } from './errors.ts';
import { assertOutsideTransaction } from './transaction-scope.ts';

/** Does for a whole group what it would do for each: one result an input, in their order. */
export type GroupWork<Input, Output> = (
  project: string,
  group: readonly Input[],
) => Promise<readonly Output[]>;

/** Inputs in one statement: beyond these a larger one costs each of them no less. */
const GROUP_MAX = 100;

/**
 * One statement for all who ask at once. While a group of a project is under way, whoever comes waits, and
 * goes with the next: the group grows with the load, without any timer, and nobody who is alone waits.
 *
 * It begins at the end of the event loop's turn, for the same reason as a flush does (group-flush.ts).
 * A group that fails is tried again one by one, so that nobody suffers for a neighbour; not when the
 * database is away, because then it is away for all of them. `work` may therefore run twice for an input:
 * its statements either hold as a whole or leave nothing behind.
 */
export function gathered<Input, Output>(
  work: GroupWork<Input, Output>,
): (project: string, input: Input) => Promise<Output> {
  const lines = new Map<string, Waiting<Input, Output>[]>();

  async function serve(project: string, line: Waiting<Input, Output>[]): Promise<void> {
    lines.set(project, line);
    while (line.length > 0) {
      // oxlint-disable-next-line no-await-in-loop -- one group at a time
      await nextTurn();
      // oxlint-disable-next-line no-await-in-loop
      await settle(line.splice(0, GROUP_MAX), (group) => work(project, group));
    }
    lines.delete(project);
  }

  return (project, input) => {
    assertOutsideTransaction();
    return new Promise((resolve, reject) => {
      const waiting = { input, resolve, reject };
      const line = lines.get(project);
      if (line === undefined) void serve(project, [waiting]);
      else line.push(waiting);
    });
  };
}

interface Waiting<Input, Output> {
  readonly input: Input;
  readonly resolve: (output: Output) => void;
  readonly reject: (error: unknown) => void;
}

/** Never rejects: each who waits hears of it. */
async function settle<Input, Output>(
  group: readonly Waiting<Input, Output>[],
  work: (group: readonly Input[]) => Promise<readonly Output[]>,
): Promise<void> {
  try {
    const outputs = await work(group.map(({ input }) => input));
    for (const [index, { resolve }] of group.entries()) resolve(outputs[index] as Output);
  } catch (error) {
    if (group.length === 1 || error instanceof DatabaseUnavailable) {
      for (const { reject } of group) reject(error);
      return;
    }
    for (const one of group) {
      // oxlint-disable-next-line no-await-in-loop -- as many at once as the group was: one
      await settle([one], work);
    }
  }
}

/** Of a group that writes rows: for each key the one who came first. The others have lost to it. */
export function firstOfEach<Input>(
  group: readonly Input[],
  keyOf: (input: Input) => string,
): Map<string, Input> {
  const first = new Map<string, Input>();
  for (const input of group) if (!first.has(keyOf(input))) first.set(keyOf(input), input);
  return first;
}
