/** How the command ends when it does not do what was asked. */
import { OtklikError } from '../backend/index.ts';

import type { FileFault } from './document-file.ts';

/** 1: refused or failed. 2: the command was not understood, nothing was tried. */
export type ExitCode = 0 | 1 | 2;

/** One sentence, and what to do about it. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly exitCode: ExitCode;
  readonly faults: readonly FileFault[];
  readonly code: string;

  constructor(
    message: string,
    {
      exitCode = 1,
      faults = [],
      code = 'failed',
      cause,
    }: { exitCode?: ExitCode; faults?: readonly FileFault[]; code?: string; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.exitCode = exitCode;
    this.faults = faults;
    this.code = code;
  }
}

/** What a person reads of any error. An unknown one is a mistake in the program: its stack is shown. */
export function explain(error: unknown, url: string): string {
  if (error instanceof Failure) return error.message;
  if (error instanceof OtklikError) return error.message + advice(error, url);
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function advice(error: OtklikError, url: string): string {
  switch (error.code) {
    case 'network':
      return ` Start it with "otklik serve", or set OTKLIK_URL (now ${url}).`;
    case 'key_invalid':
    case 'key_missing':
      return ' The key is taken from OTKLIK_API_KEY, else from OTKLIK_ROOT_KEY.';
    case 'survey_unknown':
      return ' "otklik surveys list" shows what there is.';
    case 'key_unknown':
      return ' "otklik keys list" shows what there is.';
    case 'invitation_unknown':
      return ' "otklik invitations list" shows what there is.';
    case 'quarantine_unknown':
      return ' "otklik quarantine list" shows what there is.';
    default:
      return error.problem?.requestId === undefined ? '' : ` (request ${error.problem.requestId})`;
  }
}
