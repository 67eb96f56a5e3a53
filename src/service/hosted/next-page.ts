/** What the form's button leads to: the code is exchanged as a session does, and each answer stored as all are. */
import { LIMITS } from '../../protocol/index.ts';
import type { ResponseReceipt, SessionReply } from '../../protocol/index.ts';
import { readForm } from '../http/body.ts';
import { ProblemError } from '../problem-error.ts';
import { acceptedLanguages } from './accept-language.ts';
import { noticeLanguage } from './first-page.ts';
import { passageIn } from './form-fields.ts';
import type { Passage } from './form-fields.ts';
import { excusePage } from './excuse.ts';
import type { Call, Workshop } from './hosted.ts';
import { askingPage, deadEndPage, thanksPage } from './pages.ts';
import type { Reply } from './pages.ts';
import { isOwnForm } from './same-site.ts';
import { takeTurn } from './turn.ts';
import type { Turn } from './turn.ts';
import { visitUnder } from './visit.ts';
import type { Visit } from './visit.ts';

interface Press {
  readonly code: string;
  readonly form: URLSearchParams;
  readonly passage: Passage;
  /** This service, as its visitor has reached it. */
  readonly origin: string;
  readonly call: Call;
  readonly workshop: Workshop;
}

export async function nextPage(
  code: string,
  request: Request,
  call: Call,
  workshop: Workshop,
): Promise<Reply> {
  const { headers } = request;
  const origin = new URL(workshop.publicUrl ?? request.url).origin;
  if (!isOwnForm(headers, origin)) throw new ProblemError('origin_not_allowed');
  const form = await readForm(request, LIMITS.publicBodyBytes);
  const passage = passageIn(form);
  const press = { code, form, origin, call, workshop };
  const lang = passage?.lang ?? noticeLanguage(acceptedLanguages(headers));
  try {
    if (passage === undefined) throw new ProblemError('request_invalid');
    return await workshop.traffic.work(() => answerTo({ ...press, passage }));
  } catch (error) {
    return excusePage(call.failed(error), { lang, action: code, form });
  }
}

async function answerTo(press: Press): Promise<Reply> {
  const { passage, workshop, form, code } = press;
  const { world } = workshop;
  const visit = await visitOf(press);
  if ('ask' in visit) return deadEndPage(reasonOf(visit), passage.lang);
  const now = world.now().toISOString();
  const turn = await takeTurn({ form, passage, visit, now }, (one) => submit(one, press));
  return pageAfter(turn, visit, passage, code);
}

/** Under the grant that the form brings along; the first time, in exchange for the code. */
async function visitOf(press: Press): Promise<Visit | Extract<SessionReply, { ask: false }>> {
  const { passage, workshop, code } = press;
  const { grant, lang, response } = passage;
  if (grant !== undefined) {
    workshop.traffic.admitGrants([grant]);
    return await visitUnder({ grant, lang, response }, workshop.versions, workshop.world);
  }
  const reply = await workshop.publicHandlers.openSession({
    ...callOf(press),
    body: { code, responseId: response, chosen: lang },
  });
  if (!reply.ask) return reply;
  return {
    content: reply.survey.content,
    lang: reply.lang,
    variables: reply.variables,
    response: reply.responseId,
    grant: reply.grant,
    stored: reply.resume,
  };
}

async function submit(submission: unknown, press: Press): Promise<ResponseReceipt> {
  const { results } = await press.workshop.publicHandlers.submitResponses({
    ...callOf(press),
    body: { responses: [submission] },
  });
  const [receipt] = results;
  if (receipt === undefined) throw new ProblemError('internal');
  return receipt;
}

/** As if the page had called by script: the same checks, counters and log lines. */
function callOf({ origin, call, workshop: { traffic } }: Press) {
  const { requestId, concerns, asker, reached } = call;
  return { bytes: NO_BYTES, origin, requestId, concerns, traffic, asker, reached };
}

const NO_BYTES = new Uint8Array();

/** Of the last three nobody hears who comes by a link. */
function reasonOf({ reason }: Extract<SessionReply, { ask: false }>) {
  const isUnheard = reason === 'fatigue' || reason === 'quota' || reason === 'not_invited';
  return isUnheard ? 'closed' : reason;
}

function pageAfter(turn: Turn, visit: Visit, passage: Passage, code: string): Reply {
  const { content, lang, response, grant } = visit;
  const { warned, started } = passage;
  switch (turn.kind) {
    case 'asking':
      return askingPage({
        content,
        lang,
        response,
        facts: turn.facts,
        screen: turn.screen.id,
        faults: turn.faults,
        warnings: turn.warnings,
        passage: { warned: turn.screen.id === passage.screen ? warned : [], started, grant },
        action: code,
      });
    case 'thanks':
      return thanksPage({ content, lang, response, facts: turn.facts });
    case 'erased':
      return deadEndPage('erased', lang);
    case 'refused':
      return deadEndPage('expired', lang);
  }
}
