/** A survey that takes files, and the pieces of files as a page sends them. */
import { createHash, randomBytes } from 'node:crypto';

import type { FilePiece, OpenSession, SurveyContent } from '../../protocol/index.ts';
import { SHOP } from './service.ts';
import type { Answer, TestService } from './service.ts';

export const FILE_SURVEY: SurveyContent = {
  title: { en: 'Damage' },
  defaultLanguage: 'en',
  screens: [
    {
      id: 'first',
      questions: [
        { id: 'photo', type: 'file', title: { en: 'A photo' }, maxFiles: 3 },
        {
          id: 'bill',
          type: 'file',
          title: { en: 'The bill' },
          accept: ['pdf', 'text'],
          maxBytes: 400_000,
        },
        { id: 'why', type: 'text', size: 'short', title: { en: 'Why?' } },
      ],
    },
  ],
  thanks: { title: { en: 'Thank you' } },
};

export interface TestFile {
  readonly reference: FilePiece['file'];
  readonly content: Buffer;
  readonly sha256: string;
}

const BEGINNINGS: Readonly<Record<string, readonly number[]>> = {
  'image/jpeg': [0xff, 0xd8, 0xff, 0xe0],
  'application/pdf': [...Buffer.from('%PDF-1.7\n')],
};

/** Random content that begins as its type does. */
export function testFile(
  bytes = 100_000,
  { type = 'image/jpeg', name = 'photo.jpg', id = randomBytes(16).toString('hex') } = {},
): TestFile {
  const content = randomBytes(bytes);
  content.set((BEGINNINGS[type] ?? []).slice(0, bytes));
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { reference: { id, name, type, bytes }, content, sha256 };
}

type Session = Pick<OpenSession, 'responseId' | 'grant'>;

export function pieceHead(
  session: Session,
  { reference }: TestFile,
  offset = 0,
  change: Record<string, unknown> = {},
): Record<string, unknown> {
  const { responseId: response, grant } = session;
  return { grant, response, question: 'photo', file: reference, offset, ...change };
}

/** As a page: a CORS-simple POST of a line and bytes. */
export async function sendPiece(
  test: TestService,
  head: unknown,
  content: Uint8Array = Buffer.alloc(0),
  origin: string | null = SHOP,
): Promise<Answer> {
  const body = Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), content]);
  return await test.send(
    new Request('http://service.test/v1/files', {
      method: 'POST',
      headers: origin === null ? {} : { origin },
      body,
    }),
  );
}

/** The whole of it, piece by piece, going on where the service says. */
export async function sendWhole(
  test: TestService,
  session: Session,
  file: TestFile,
  { pieceBytes = 40_000, change = {} } = {},
): Promise<Answer> {
  for (let offset = 0; ;) {
    const piece = file.content.subarray(offset, offset + pieceBytes);
    // oxlint-disable-next-line no-await-in-loop -- the next one begins where this one ended
    const answer = await sendPiece(test, pieceHead(session, file, offset, change), piece);
    if (answer.status !== 200 || answer.json.complete) return answer;
    offset = answer.json.received;
  }
}
