/** Whether a survey asks for such a file, and the row with which a file begins. */
import { isAcceptedType, LIMITS } from '../../protocol/index.ts';
import type { FilePiece, QuestionOf } from '../../protocol/index.ts';
import { ProblemError } from '../problem-error.ts';
import type { Grant } from '../responses/grants.ts';
import type { Bench } from '../responses/judge-item.ts';
import { beginsAs } from './content-signature.ts';
import type { FileRow } from './file-rows.ts';
import type { Piece } from './store-piece.ts';

export async function assertAllowed(
  { question: id, file }: FilePiece,
  grant: Grant,
  { versions, trx }: Bench,
): Promise<void> {
  const content = await versions.content(grant.project, grant.survey, grant.version, trx);
  const question = content.screens
    .flatMap(({ questions }) => questions)
    .find((one): one is QuestionOf<'file'> => one.id === id && one.type === 'file');
  if (question === undefined) throw notAllowed('There is no such question that takes files.');
  if (!isAcceptedType(file.type, question.accept)) {
    throw notAllowed('The question does not take files of this type.');
  }
  const most = question.maxBytes ?? LIMITS.fileBytes;
  if (file.bytes > most) throw notAllowed(`The question takes at most ${most} bytes.`);
}

function notAllowed(detail: string): ProblemError {
  return new ProblemError('file_not_allowed', { detail });
}

/** The row of a new file, still without any piece. */
export async function announce(
  { head, content }: Piece,
  grant: Grant,
  bench: Bench,
): Promise<FileRow> {
  const { question, file } = head;
  if (!beginsAs(file.type, content)) throw new ProblemError('file_content_invalid');
  await assertOwn(grant, bench);
  await assertRoom(file.bytes, grant, bench);
  return await bench.trx
    .insertInto('files')
    .values({
      project_id: grant.project,
      response_id: grant.response,
      id: file.id,
      question_id: question,
      name: file.name,
      type: file.type,
      bytes: file.bytes,
      received: 0,
      created_at: bench.world.now().toISOString(),
      expires_at: grant.expiresAt.toISOString(),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Two may hold grants for one id, before one of them has made the response: it is the first one's. */
async function assertOwn(grant: Grant, { trx }: Bench): Promise<void> {
  const response = await trx
    .selectFrom('responses')
    .select(['survey_id', 'respondent'])
    .where('project_id', '=', grant.project)
    .where('id', '=', grant.response)
    .executeTakeFirst();
  if (response === undefined) return;
  const isOwn = response.survey_id === grant.survey && response.respondent === grant.respondent;
  if (!isOwn) throw new ProblemError('grant_invalid');
}

async function assertRoom(bytes: number, grant: Grant, { trx }: Bench): Promise<void> {
  const { files, total } = await trx
    .selectFrom('files')
    .select(({ fn, val }) => [
      fn.countAll<number>().as('files'),
      fn.coalesce(fn.sum<number>('bytes'), val(0)).as('total'),
    ])
    .where('project_id', '=', grant.project)
    .where('response_id', '=', grant.response)
    .executeTakeFirstOrThrow();
  if (files >= LIMITS.filesPerResponse || total + bytes > LIMITS.responseFileBytes) {
    throw new ProblemError('file_limit');
  }
}
