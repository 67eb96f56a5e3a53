/**
 * One piece of one file under its response's grant. A piece is written where the file ends; whatever else
 * comes is answered with that place, so a repeated or a misplaced piece does no harm.
 */
import { createHash } from 'node:crypto';

import type { Kysely } from 'kysely';

import type { FilePiece, FileReceipt } from '../../protocol/index.ts';
import type { GrantAddress } from '../credentials/grant.ts';
import type { Tables } from '../database/types.ts';
import { ProblemError } from '../problem-error.ts';
import { isErased } from '../respondents/tombstones.ts';
import { lockGrant } from '../responses/grants.ts';
import type { Grant } from '../responses/grants.ts';
import { isExpired, refusalOf } from '../responses/judge-item.ts';
import type { Bench } from '../responses/judge-item.ts';
import { announce, assertAllowed } from './announce-file.ts';
import { contentOf, fileRow } from './file-rows.ts';
import type { FileAddress, FileRow } from './file-rows.ts';

export interface Piece {
  readonly head: FilePiece;
  readonly content: Uint8Array;
}

/** @throws ProblemError for what will not be taken, however often it comes */
export async function storePiece(
  piece: Piece,
  address: GrantAddress,
  bench: Bench,
): Promise<FileReceipt> {
  const { head } = piece;
  const { trx } = bench;
  const place = { project: address.project, response: head.response, id: head.file.id };
  // Seen without a lock: it only says whether a file is to be added, which needs the grant alone.
  const seen = await fileRow(place, trx).executeTakeFirst();
  const grant = await lockGrant(address, seen === undefined ? 'alone' : 'shared', trx);
  if (grant === undefined) throw new ProblemError('grant_invalid');
  await assertWritable(head, grant, bench);
  const row = await fileRow(place, trx).forUpdate().executeTakeFirst();
  if (row !== undefined) return await goOn(piece, place, row, grant, trx, bench);
  await assertAllowed(head, grant, bench);
  if (piece.content.byteLength === 0 || head.offset > 0) return receiptFor(head, 0);
  return await goOn(piece, place, await announce(piece, grant, bench), grant, trx, bench);
}

async function assertWritable(
  { response }: FilePiece,
  grant: Grant,
  { origin, trx, world }: Bench,
): Promise<void> {
  const refusal = refusalOf({ id: response }, grant, origin);
  if (refusal !== null) throw new ProblemError(refusal);
  if (await isErased(grant.project, response, trx)) throw new ProblemError('response_erased');
  if (isExpired(grant, world)) throw new ProblemError('grant_expired');
}

async function goOn(
  { head, content }: Piece,
  place: FileAddress,
  row: FileRow,
  grant: Grant,
  trx: Kysely<Tables>,
  { world }: Bench,
): Promise<FileReceipt> {
  assertSame(row, head);
  if (content.byteLength === 0 || head.offset !== row.received) {
    return receiptFor(head, row.received);
  }
  await trx
    .insertInto('file_pieces')
    .values({
      project_id: place.project,
      response_id: place.response,
      file_id: place.id,
      start: row.received,
      content,
    })
    .execute();
  const received = row.received + content.byteLength;
  const isComplete = received === row.bytes;
  await trx
    .updateTable('files')
    .set({
      received,
      expires_at: later(row.expires_at, grant.expiresAt.toISOString()),
      ...(isComplete && {
        sha256: await hashOf(place, trx),
        completed_at: world.now().toISOString(),
      }),
    })
    .where('project_id', '=', place.project)
    .where('response_id', '=', place.response)
    .where('id', '=', place.id)
    .execute();
  return receiptFor(head, received);
}

/** A file's id names one file for good: a piece of another one under it would spoil both. */
function assertSame(row: FileRow, { question, file }: FilePiece): void {
  const isSame =
    row.question_id === question &&
    row.name === file.name &&
    row.type === file.type &&
    row.bytes === file.bytes;
  if (!isSame) throw new ProblemError('file_mismatch');
}

/** Times of one form compare as texts. */
function later(one: string | null, other: string): string {
  return one !== null && one > other ? one : other;
}

async function hashOf(place: FileAddress, trx: Kysely<Tables>): Promise<string> {
  const hash = createHash('sha256');
  for await (const content of contentOf(place, trx)) hash.update(content);
  return hash.digest('hex');
}

function receiptFor({ file }: FilePiece, received: number): FileReceipt {
  return { id: file.id, received, complete: received === file.bytes };
}
