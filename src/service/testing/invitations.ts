/** Invitations as a test makes them, and a sender that only remembers. */
import { Invitation } from '../../protocol/index.ts';
import type { OpenSession } from '../../protocol/index.ts';
import type { InvitationJob, InvitationSender, SendJob } from '../invitations/sender.ts';
import { newResponseId } from './service.ts';
import type { Answer, CallOptions, TestService } from './service.ts';

/** Of the service's own pages. */
export const HOSTED = 'http://service.test';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const FCM = { channel: 'fcm', token: 'device-token-of-somebody' } as const;

/** One to the link of `srv_a`, unless the change says otherwise. */
export async function invite(
  test: TestService,
  change: Record<string, unknown> = {},
  options?: CallOptions,
): Promise<Invitation> {
  const body = { survey: 'srv_a', respondent: 'ann', ...change };
  const { status, json, text } = await test.api('POST', '/v1/invitations', body, options);
  if (status !== 201) throw new Error(text);
  return Invitation.parse(json);
}

export async function invitation(test: TestService, id: string): Promise<Invitation> {
  return Invitation.parse((await test.api('GET', `/v1/invitations/${id}`)).json);
}

export function codeOf({ link }: Pick<Invitation, 'link'>): string {
  return /(?:\/s\/|[#&]otklik=)([\w-]+)$/.exec(link)?.[1] ?? '';
}

/** What a page asks for with the code of a link. */
export async function exchange(
  test: TestService,
  code: string,
  change: Record<string, unknown> = {},
  origin: string | null = HOSTED,
): Promise<Answer> {
  return await test.page('/v1/sessions', { code, responseId: newResponseId(), ...change }, origin);
}

export async function opened(
  test: TestService,
  code: string,
  change: Record<string, unknown> = {},
): Promise<OpenSession> {
  const { json, text } = await exchange(test, code, change);
  if (!json.ask) throw new Error(text);
  return { ...json, ask: true };
}

/** As the widget on the service's own page sends it. */
export async function submitHosted(test: TestService, ...responses: unknown[]): Promise<Answer> {
  return await test.page('/v1/responses', { responses }, HOSTED);
}

export interface RecordingSender extends InvitationSender {
  readonly sent: SendJob[];
  readonly withdrawn: InvitationJob[];
}

export function recordingSender(): RecordingSender {
  const sent: SendJob[] = [];
  const withdrawn: InvitationJob[] = [];
  return {
    sent,
    withdrawn,
    send: async (job) => void sent.push(job),
    withdraw: async (job) => void withdrawn.push(job),
  };
}
