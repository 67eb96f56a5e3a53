import { readFile, writeFile } from 'node:fs/promises';

import { Option } from 'commander';
import type { Command } from 'commander';

import { Channel, LIMITS } from '../../protocol/index.ts';
import type { InvitationImport, InvitationImportReply, RefusedRow } from '../../protocol/index.ts';
import { csvLine } from '../../service/export/csv.ts';
import { connectionOf } from '../connection.ts';
import { Failure } from '../failure.ts';
import { duration, timeToCome } from '../moments.ts';
import { printable, terminalOf } from '../terminal.ts';
import type { World } from '../world.ts';
import { splitTable } from './table-parts.ts';

interface ImportOptions {
  readonly survey: string;
  readonly dryRun?: true;
  readonly rejected?: string;
  readonly mayBeEmpty?: string[];
  readonly channel?: Channel[];
  readonly at?: string;
  readonly expires?: string;
  readonly remindAfter?: number;
  readonly strict?: true;
  readonly lang?: string;
  readonly page?: string;
  readonly json?: true;
}

export function addInvitationImport(invitations: Command, world: World): void {
  invitations
    .command('import')
    .description('invite everybody in a CSV table; the links go to standard output as CSV')
    .argument(
      '<file>',
      'columns: respondent; lang, at and email if need be; and variables of the survey',
    )
    .requiredOption('--survey <id>', 'what to ask')
    .option('--dry-run', 'look at every row, and invite nobody')
    .option(
      '--rejected <file>',
      'write the rows that were refused there, to be mended and given again',
    )
    .option('--may-be-empty <column...>', 'columns in which a row may have nothing')
    .addOption(
      new Option('--channel <channel...>', 'how it gets there (default: link)').choices(
        Channel.options,
      ),
    )
    .option('--at <time>', 'when to send to those whose row has no time', timeToCome)
    .option('--expires <time>', 'when the links end', timeToCome)
    .option('--remind-after <duration>', 'remind once those who have not begun by then', duration)
    .option('--strict', 'each link opens on one device')
    .option('--lang <tag>', 'the language of those whose row has none')
    .option('--page <address>', 'a page of yours that embeds the widget')
    .addHelpText(
      'after',
      `
Examples:
  $ otklik invitations import people.csv --survey srv_nps --dry-run
  $ otklik invitations import people.csv --survey srv_nps --rejected mend-me.csv > links.csv
  $ otklik invitations import people-with-email.csv --survey srv_nps --channel email`,
    )
    .action(async (file: string, _, command: Command) => {
      const options = command.optsWithGlobals<ImportOptions>();
      const table = splitTable(await textOf(file), LIMITS.importRows);
      const client = connectionOf(command, world).client();
      const replies: InvitationImportReply[] = [];
      for (const { csv, before } of table.parts) {
        // eslint-disable-next-line no-await-in-loop -- what one has invited, the next one must not
        const reply = await client.importInvitations({ ...requestOf(options), csv });
        replies.push(moved(reply, before));
      }
      const outcome = together(replies, options.dryRun === true);
      if (options.rejected !== undefined) {
        await writeFile(options.rejected, rejected(table, outcome.refused));
      }
      show(outcome, options, world);
      if (outcome.refused.length > 0) throw refusal(outcome, options.rejected);
    });
}

async function textOf(file: string): Promise<string> {
  try {
    const bytes = await readFile(file);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    const isText = cause instanceof TypeError;
    const why = isText ? 'is not UTF-8; save it with that encoding' : 'cannot be read';
    throw new Failure(`${file} ${why}.`, { exitCode: 2, code: 'file_unreadable', cause });
  }
}

function requestOf(options: ImportOptions): Omit<InvitationImport, 'csv'> {
  const { survey, dryRun, mayBeEmpty, at, strict, lang, page, remindAfter } = options;
  const { channel: channels, expires: expiresAt } = options;
  return {
    survey,
    dryRun,
    mayBeEmpty,
    channels,
    at,
    expiresAt,
    remindAfter,
    strict,
    lang,
    page,
  };
}

/** Lines as they are in the whole file. */
function moved(reply: InvitationImportReply, before: number): InvitationImportReply {
  const move = <Row extends { readonly line: number }>(row: Row): Row => ({
    ...row,
    line: row.line + before,
  });
  return { ...reply, invited: reply.invited.map(move), refused: reply.refused.map(move) };
}

function together(
  replies: readonly InvitationImportReply[],
  dryRun: boolean,
): InvitationImportReply {
  return {
    dryRun,
    rows: replies.reduce((sum, { rows }) => sum + rows, 0),
    invited: replies.flatMap(({ invited }) => invited),
    refused: replies.flatMap(({ refused }) => refused),
  };
}

/** The rows as they came, with what is wrong with each behind them. */
function rejected(
  { columns, rowAt }: ReturnType<typeof splitTable>,
  refused: readonly RefusedRow[],
): string {
  const rows = refused.map(({ line, faults }) => {
    const cells = rowAt(line);
    return csvLine([...columns.map((_, index) => cells[index] ?? ''), told(faults)]);
  });
  return [csvLine([...columns, 'fault']), ...rows].join('');
}

function told(faults: RefusedRow['faults']): string {
  return faults
    .map(({ column, message }) => (column === undefined ? message : `${column}: ${message}`))
    .join(' ');
}

function show(outcome: InvitationImportReply, { json }: ImportOptions, world: World): void {
  const terminal = terminalOf(world);
  if (json) return terminal.json(outcome);
  const { dryRun, invited, refused, rows } = outcome;
  if (!dryRun && invited.length > 0) {
    const lines = invited.map(({ respondent, link, id }) => csvLine([respondent, link, id]));
    world.stdout.write([csvLine(['respondent', 'link', 'invitation']), ...lines].join(''));
  }
  for (const { line, respondent = '', faults } of refused) {
    terminal.note(printable(`line ${line}${respondent && ` (${respondent})`}: ${told(faults)}`));
  }
  const done = dryRun ? 'would be invited' : 'invited';
  terminal.note(`Rows: ${rows}, ${done}: ${invited.length}, refused: ${refused.length}.`);
}

function refusal({ refused }: InvitationImportReply, file: string | undefined): Failure {
  const where =
    file === undefined ? 'use --rejected to have them in a file' : `they are in ${file}`;
  return new Failure(`Not everybody was invited (${refused.length} refused); ${where}.`, {
    code: 'rows_refused',
  });
}
