/**
 * `/s/{code}/stop`: where a mail's "no more surveys" leads. A GET changes nothing, for mail programs look at links by
 * themselves; a POST, of the page's button or of the mail program's own (RFC 8058), is the person's word. It works for
 * links that have ended too.
 */
import { optOut } from '../asking/opt-outs.ts';
import { presentCode } from '../invitations/present-code.ts';
import { acceptedLanguages } from './accept-language.ts';
import { excusePage } from './excuse.ts';
import type { Call, Workshop } from './hosted.ts';
import { enoughPage } from './pages.ts';
import type { Reply } from './pages.ts';

export async function stopPage(
  code: string,
  headers: Headers,
  call: Call,
  workshop: Workshop,
): Promise<Reply> {
  return await pageFor({ code, headers, call, workshop, isStopped: false });
}

export async function stoppedPage(
  code: string,
  headers: Headers,
  call: Call,
  workshop: Workshop,
): Promise<Reply> {
  return await pageFor({ code, headers, call, workshop, isStopped: true });
}

interface Stop {
  readonly code: string;
  readonly headers: Headers;
  readonly call: Call;
  readonly workshop: Workshop;
  readonly isStopped: boolean;
}

async function pageFor({ code, headers, call, workshop, isStopped }: Stop): Promise<Reply> {
  const [accepted = 'en'] = acceptedLanguages(headers);
  const { traffic, world } = workshop;
  try {
    const row = await presentCode(code, { traffic, asker: call.asker }, world);
    const { project_id: project, respondent } = row;
    call.concerns(project);
    if (isStopped) {
      const person = { project, respondent, via: 'respondent' as const, until: null };
      await world.database.write((trx) => optOut(person, trx, world.now()));
    }
    return enoughPage(row.lang ?? accepted, 'stop', isStopped);
  } catch (error) {
    return excusePage(call.failed(error), { lang: accepted, action: 'stop' });
  }
}
