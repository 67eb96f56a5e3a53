/** `POST /v1/files`: pieces of files, each on disk before it is acknowledged. */
import { LIMITS } from '../../protocol/index.ts';
import type { FilePiece, PointedError } from '../../protocol/index.ts';
import { keyFingerprint, looksLikeApiKey } from '../credentials/api-key.ts';
import { grantAddress } from '../credentials/grant.ts';
import type { PublicCall, PublicHandlers } from '../http/public-routes.ts';
import { ProblemError } from '../problem-error.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { World } from '../world.ts';
import { storePiece } from './store-piece.ts';

export function fileSendingHandlers(
  versions: VersionCache,
  world: World,
): Pick<PublicHandlers, 'sendFile'> {
  return {
    sendFile: async (call) => {
      const { body: head, bytes: content, origin } = call;
      reportLeakedKey(call, world);
      assertShape(head, content);
      const address = grantAddress(head.grant);
      if (address === null) throw new ProblemError('grant_invalid');
      call.concerns(address.project);
      return await world.database.write((trx) =>
        storePiece({ head, content }, address, { origin, versions, trx, world }),
      );
    },
  };
}

/** What can be said of a piece without knowing what is there already. */
function assertShape({ file, offset }: FilePiece, { byteLength }: Uint8Array): void {
  if (byteLength > LIMITS.filePieceBytes) {
    throw new ProblemError('body_too_large', {
      detail: `A piece has at most ${LIMITS.filePieceBytes} bytes.`,
    });
  }
  const end = offset + byteLength;
  if (end > file.bytes) throw invalid('/file/bytes', 'The piece goes beyond the end of the file.');
  const isLast = end === file.bytes;
  if (byteLength > 0 && !isLast && byteLength < LIMITS.filePieceBytesMin) {
    const least = `A piece that is not the last has at least ${LIMITS.filePieceBytesMin} bytes.`;
    throw invalid('/offset', least);
  }
}

function invalid(pointer: string, message: string): ProblemError {
  const error: PointedError = { pointer, code: 'piece', message };
  return new ProblemError('request_invalid', { errors: [error] });
}

function reportLeakedKey(
  { body, requestId, origin }: PublicCall<'sendFile'>,
  { log, metrics }: World,
): void {
  if (!looksLikeApiKey(body.grant)) return;
  metrics.leakedKeys.inc();
  log.error(
    { requestId, origin: origin?.slice(0, 300), key: keyFingerprint(body.grant) },
    'an API key was sent in place of a grant: it is leaked, revoke it',
  );
}
