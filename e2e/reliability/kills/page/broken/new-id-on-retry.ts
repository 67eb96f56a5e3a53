/** Whoever makes a new response each time that no answer has come, counts twice what had arrived. */
import { meetSubmissions } from './submissions.ts';
import type { Send, Submission } from './submissions.ts';

/** Under what each response goes now, once a reply was missed. */
const copies = new Map<string, Submission>();
let made = 0;

export function prepare(): void {
  meetSubmissions(async (submissions, [address, options], send) => {
    const own = submissions.map((submission) => ({ ...submission, ...copies.get(submission.id) }));
    try {
      const reply = await send(address, { ...options, body: JSON.stringify({ responses: own }) });
      const text = await reply.text();
      return new Response(renamed(text, own, submissions), reply);
    } catch (error) {
      for (const { id } of submissions) copies.set(id, await copy(id, new URL(address), send));
      throw error;
    }
  });
}

/** The reply, in the names that the widget knows. */
function renamed(text: string, from: readonly Submission[], to: readonly Submission[]): string {
  return from.reduce((told, { id }, nth) => told.replaceAll(id, to[nth]?.id ?? id), text);
}

/** A session of its own for the same person on the same occasion. */
async function copy(id: string, { origin }: URL, send: Send): Promise<Submission> {
  made += 1;
  const source = document.querySelector('otklik-survey')?.getAttribute('token-url') ?? '';
  const minted = (await (await send(`${source}&copy=${made}`)).json()) as {
    readonly token: string;
  };
  const responseId = `${id.slice(0, -12)}${crypto.randomUUID().slice(-12)}`;
  const reply = await send(`${origin}/v1/sessions`, {
    method: 'POST',
    body: JSON.stringify({ token: minted.token, responseId }),
  });
  const session = (await reply.json()) as { readonly responseId: string; readonly grant: string };
  return { id: session.responseId, grant: session.grant };
}
