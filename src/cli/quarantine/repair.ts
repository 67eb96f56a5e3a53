import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';

import type { OtklikClient } from '../../backend/index.ts';
import type { RepairRequest } from '../../protocol/index.ts';
import { connectionOf } from '../connection.ts';
import { Failure } from '../failure.ts';
import { terminalOf } from '../terminal.ts';
import type { World } from '../world.ts';
import { readPatch } from './corrections.ts';
import { isStored, repairOne, tell } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { selected, withFilter } from './selection.ts';
import type { Filter } from './selection.ts';

interface RepairOptions extends Filter {
  readonly patch?: string;
  readonly drop?: string[];
  readonly surveyVersion?: number;
  readonly overFinal?: true;
  readonly note?: string;
  readonly all?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

export function addQuarantineRepair(quarantine: Command, world: World): void {
  const repair = quarantine
    .command('repair')
    .description('judge payloads again, as they came or corrected, and store what fits')
    .argument('[id...]', 'qrn_…, as "otklik quarantine list" shows it; or --all')
    .option('--all', 'all that are kept, or those that the filters let through')
    .option('--dry-run', 'only say what would come of it')
    .option('--patch <json>', 'corrections as a JSON Merge Patch: a file, "-", or written here')
    .option('--drop <question...>', 'leave out the answers to these questions', addDropped)
    .option('--survey-version <n>', 'judge by this version of the survey', wholeNumber)
    .option('--over-final', 'change completed responses too; by question, the newest answer wins')
    .option('--note <words>', 'why, kept with the record of the repair')
    .addHelpText('after', HELP);
  withFilter(repair).action(async (ids: string[], _, command: Command) => {
    const options = command.optsWithGlobals<RepairOptions>();
    if (ids.length > 0 === (options.all === true)) {
      throw new Failure('Name the ids to repair, or say --all.', {
        exitCode: 2,
        code: 'nothing_named',
      });
    }
    const request = await requestOf(options);
    const client = connectionOf(command, world).client();
    const terminal = terminalOf(world);
    const outcomes: Outcome[] = [];
    for (const id of options.all ? await allIds(client, options) : ids) {
      // eslint-disable-next-line no-await-in-loop -- in order, so that it can be followed
      const outcome = await repairOne(client, id, request);
      outcomes.push(outcome);
      if (!options.json) tell(outcome, terminal);
    }
    if (options.json) terminal.json(outcomes);
    const left = outcomes.filter((outcome) => !isStored(outcome)).length;
    if (left > 0) {
      throw new Failure(`${left} of ${outcomes.length} cannot be repaired like this.`, {
        code: 'not_repaired',
      });
    }
    if (outcomes.length === 0) terminal.note('Nothing is in quarantine that fits.');
  });
}

const HELP = `
A payload is judged by the same engine as when it came, under the same grant, and merged with what is
stored of its response: by question, the newest answer wins. It can be repaired once. Persons who have
been erased do not come back.

Examples:
  $ otklik quarantine repair --all --survey srv_delivery --dry-run
  $ otklik quarantine repair qrn_… --patch '{"answers":{"score":{"value":10}}}' --note "old app"
  $ otklik quarantine repair qrn_… --drop score
  $ otklik quarantine repair --all --survey srv_delivery --survey-version 4`;

async function requestOf(options: RepairOptions): Promise<RepairRequest> {
  const { patch, drop, surveyVersion: version, overFinal, note, dryRun } = options;
  return {
    ...(patch !== undefined && { patch: await readPatch(patch) }),
    ...(drop !== undefined && { drop }),
    ...(version !== undefined && { version }),
    ...(overFinal && { overFinal }),
    ...(note !== undefined && { note }),
    ...(dryRun && { dryRun }),
  };
}

/** First all of them: the list gets shorter while they are repaired. */
async function allIds(client: OtklikClient, filter: Filter): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of selected(client, { ...filter, state: 'kept' })) ids.push(id);
  return ids.reverse();
}

function addDropped(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), ...value.split(',')];
}

function wholeNumber(value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new InvalidArgumentError('It is a whole number.');
  return Number(value);
}
