import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';

import type { Command } from 'commander';

import { LIMITS } from '../protocol/index.ts';
import type { EventReceipt } from '../protocol/index.ts';
import { connectionOf } from './connection.ts';
import type { FileFault } from './document-file.ts';
import { Failure } from './failure.ts';
import { terminalOf } from './terminal.ts';
import type { World } from './world.ts';

interface Line {
  readonly line: number;
  readonly event: unknown;
}

interface Outcome {
  readonly stored: number;
  readonly known: number;
  readonly refused: readonly FileFault[];
}

export function addEvents(program: Command, world: World): void {
  program
    .command('events')
    .description('tell what happened to people')
    .command('send')
    .description('tell what stands in a file, a line of JSON for each event')
    .argument('<file>', 'or "-" for standard input')
    .addHelpText(
      'after',
      `
Each line is what POST /v1/events takes. With an "id" each event is stored once, however often the file is sent.

Examples:
  $ otklik events send events.ndjson
  $ export-from-our-shop | otklik events send -`,
    )
    .action(async (file: string, options: { json?: true }, command: Command) => {
      const lines = linesOf(file, await contentOf(file));
      const { json } = command.optsWithGlobals<typeof options>();
      const outcome = await send(file, lines, connectionOf(command, world).client());
      const { stored, known, refused } = outcome;
      const terminal = terminalOf(world);
      if (json === true) terminal.json(outcome);
      else terminal.say(`${stored} stored, ${known} known, ${refused.length} refused`);
      if (refused.length === 0) return;
      throw new Failure('Mend the lines that were refused, and send the file again.', {
        code: 'events_refused',
        faults: refused,
      });
    });
}

async function contentOf(file: string): Promise<string> {
  if (file === '-') return await text(process.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const code = 'file_unreadable';
    throw new Failure(`${file} cannot be read.`, { exitCode: 2, code, cause });
  }
}

/** All lines that are no JSON at once, before anything is sent. Blank ones are passed over. */
function linesOf(file: string, content: string): Line[] {
  const faults: FileFault[] = [];
  const lines = content.split(/\r?\n/).flatMap((one, at) => {
    if (one.trim() === '') return [];
    const line = at + 1;
    try {
      return [{ line, event: JSON.parse(one) as unknown }];
    } catch {
      faults.push({ file, line, column: 1, pointer: '', message: 'is not JSON' });
      return [];
    }
  });
  if (faults.length === 0) return lines;
  throw new Failure('Nothing was sent.', { code: 'file_invalid', faults });
}

async function send(
  file: string,
  lines: readonly Line[],
  client: ReturnType<ReturnType<typeof connectionOf>['client']>,
): Promise<Outcome> {
  const receipts: EventReceipt[] = [];
  for (let start = 0; start < lines.length; start += LIMITS.eventsPerBatch) {
    const batch = lines.slice(start, start + LIMITS.eventsPerBatch);
    // oxlint-disable-next-line no-await-in-loop -- in their order
    const { results } = await client.sendEvents({ events: batch.map(({ event }) => event) });
    receipts.push(...results);
  }
  const count = (result: EventReceipt['result']): number =>
    receipts.filter((receipt) => receipt.result === result).length;
  const refused = receipts.flatMap(({ errors = [] }, at) =>
    errors.map(({ pointer, message }) => {
      return { file, line: lines[at]?.line ?? 0, column: 1, pointer, message };
    }),
  );
  return { stored: count('stored'), known: count('duplicate'), refused };
}
