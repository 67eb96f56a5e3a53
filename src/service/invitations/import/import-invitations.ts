/** `POST /v1/invitations/import`: good rows are invited, and every other one is listed with what is wrong. */
import type { Kysely } from 'kysely';

import { LIMITS } from '../../../protocol/index.ts';
import type {
  InvitationImport,
  InvitationImportReply,
  InvitationRequest,
  RefusedRow,
} from '../../../protocol/index.ts';
import type { Tables } from '../../database/types.ts';
import { ProblemError } from '../../problem-error.ts';
import type { World } from '../../world.ts';
import type { Office } from '../attend.ts';
import { checkInvitation, createInvitation, publishedContent } from '../create-invitation.ts';
import { invitationOf } from '../invitation-rows.ts';
import type { LinkSource } from '../invitation-rows.ts';
import { openOccasions, occasionOf } from './occasions.ts';
import { columnOf, rowRequest } from './row-request.ts';
import type { Fault } from './row-request.ts';
import { readTable } from './table.ts';

export interface Import {
  readonly project: string;
  readonly body: InvitationImport;
  readonly reached: string;
  readonly source: LinkSource;
}

type Invited = InvitationImportReply['invited'][number];

export async function importInvitations(
  { project, body, reached, source }: Import,
  trx: Kysely<Tables>,
  office: Office & { readonly world: World },
): Promise<InvitationImportReply> {
  const { dryRun = false } = body;
  const rows = readTable(body.csv);
  refuseTooMany(rows.length);
  const content = await publishedContent(project, body.survey, trx, office);
  const taken = await openOccasions(project, body.survey, rows, trx);
  const invited: Invited[] = [];
  const refused: RefusedRow[] = [];
  for (const row of rows) {
    const { request, faults } = rowRequest(row, body, content);
    const all = [...faults, ...faultsOf(request, content, taken, office.world)];
    const { respondent = '' } = row.cells;
    if (request === undefined || all.length > 0) {
      refused.push({ line: row.line, ...(respondent !== '' && { respondent }), faults: all });
      continue;
    }
    taken.set(occasionOf(request), `is in line ${row.line} as well`);
    const made = { line: row.line, respondent };
    if (dryRun) {
      invited.push(made);
      continue;
    }
    const inviting = { project, request, reached, codeSecret: source.codeSecret };
    // oxlint-disable-next-line no-await-in-loop -- a transaction has one connection
    const { id, link } = invitationOf(await createInvitation(inviting, trx, office), source);
    invited.push({ ...made, id, link });
  }
  return { dryRun, rows: rows.length, invited, refused };
}

function refuseTooMany(rows: number): void {
  if (rows <= LIMITS.importRows) return;
  const message = `has ${rows} rows; send ${LIMITS.importRows} at a time`;
  throw new ProblemError('request_invalid', {
    errors: [{ pointer: '/csv', code: 'too_big', message }],
  });
}

/** Whatever a single invitation would be refused for, and whoever would be asked the same twice. */
function faultsOf(
  request: InvitationRequest | undefined,
  content: Parameters<typeof checkInvitation>[1],
  taken: ReadonlyMap<string, string>,
  { now }: World,
): Fault[] {
  if (request === undefined) return [];
  const before = taken.get(occasionOf(request));
  if (before !== undefined) {
    return [{ code: 'duplicate', message: `The same person with the same variables ${before}.` }];
  }
  return checkInvitation(request, content, now()).map(({ pointer, code, message }) => ({
    column: columnOf(pointer.slice(1).split('/')),
    code,
    message,
  }));
}
