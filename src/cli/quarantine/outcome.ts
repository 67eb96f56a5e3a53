/** What came of one repair, as it is told. */
import { OtklikError } from '../../backend/index.ts';
import type { OtklikClient } from '../../backend/index.ts';
import type { PointedError, Repair, RepairRequest } from '../../protocol/index.ts';
import { printable } from '../terminal.ts';
import type { Terminal } from '../terminal.ts';

/** `refused`: by the service, whose code and sentence say why. */
export interface Outcome extends Pick<Repair, 'id' | 'errors' | 'dryRun'> {
  readonly verdict: Repair['verdict'] | 'refused';
  readonly revision?: number | null;
  readonly response?: string;
  readonly code?: string;
  readonly message?: string;
}

export function isStored({ verdict }: Outcome): boolean {
  return verdict === 'repaired' || verdict === 'unchanged';
}

export async function repairOne(
  client: OtklikClient,
  id: string,
  request: RepairRequest,
): Promise<Outcome> {
  const dryRun = request.dryRun === true;
  try {
    return await client.repairQuarantined({ id, ...request });
  } catch (error) {
    // What the service says of one of them says nothing of the next; all else ends the command.
    if (!(error instanceof OtklikError) || !OWN_REFUSALS.has(error.code)) throw error;
    const { code, message } = error;
    return {
      id,
      verdict: VERDICTS[code] ?? 'refused',
      dryRun,
      errors: [...error.errors],
      code,
      message,
    };
  }
}

const VERDICTS: Readonly<Record<string, Repair['verdict']>> = {
  response_invalid: 'invalid',
  response_final: 'final',
};

const OWN_REFUSALS: ReadonlySet<string> = new Set([
  ...Object.keys(VERDICTS),
  'quarantine_unknown',
  'quarantine_settled',
  'response_erased',
  'response_foreign',
  'version_unknown',
]);

export function tell(
  { id, dryRun, verdict, revision, response, errors, message }: Outcome,
  terminal: Terminal,
): void {
  const would = dryRun ? 'would be' : 'is';
  switch (verdict) {
    case 'repaired':
      return terminal.say(`${id} ${would} revision ${revision} of ${response}.`);
    case 'unchanged':
      return terminal.say(`${id} says nothing that ${response} does not say.`);
    case 'final':
      return terminal.say(
        `${id} would change a completed response; --over-final does it all the same.`,
      );
    case 'invalid':
      terminal.say(`${id} does not fit:`);
      return errors.forEach((error) => terminal.say(`  ${place(error)}`));
    case 'refused':
      return terminal.say(`${id}: ${printable(message ?? '')}`);
  }
}

function place({ pointer, message, code }: PointedError): string {
  return printable(`${pointer}: ${message} (${code})`);
}
