/** Mail by the project's own server (RFC 5321), one connection for many. */
import { isIP } from 'node:net';
import { promisify } from 'node:util';

import { createTransport } from 'nodemailer';

import { reasonOf, retry } from '../push/push-answer.ts';
import type { PushAnswer } from '../push/push-answer.ts';
import type { ChannelOf } from '../push/channel-settings.ts';
import type { Outbound } from '../push/outbound.ts';
import type { Push, PushWorld } from '../push/push-sender.ts';
import { htmlText, plainText } from './invitation-mail.ts';

export interface InvitationMail extends Push<'email'> {
  /** Where the person says that it is enough; a POST there does it at once (RFC 8058). */
  readonly optOut: string;
  readonly reminder: boolean;
}

/** What is not for respondents. */
export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same for the same one: before the `@` of its `Message-ID`. */
  readonly id: string;
}

export interface MailSender {
  /** Rejects when the server's name cannot be found, or is private. */
  send(mail: InvitationMail, world: PushWorld): Promise<PushAnswer>;
  deliver(channel: ChannelOf<'email'>, letter: Letter, outbound: Outbound): Promise<PushAnswer>;
  close(): void;
}

type Settings = ChannelOf<'email'>['settings'];
type Transport = ReturnType<typeof transportTo>;

const CONNECT_MS = 20_000;
/** Whoever gives up earlier sends what has been taken once more (RFC 5321 section 4.5.3.2.6). */
const ANSWER_MS = 10 * 60_000;
/** Of different servers and passwords; others are closed. */
const TRANSPORTS_MAX = 100;

export function mailSender(): MailSender {
  const transports = new Map<string, Transport>();
  const transportOf = async ({ settings, key }: ChannelOf<'email'>, outbound: Outbound) => {
    const address = await addressOf(settings, outbound);
    const name = `${key} ${settings.server} ${address}`;
    const known = transports.get(name) ?? transportTo(settings, address);
    transports.delete(name);
    transports.set(name, known);
    for (const [oldest, transport] of transports) {
      if (transports.size <= TRANSPORTS_MAX) break;
      transport.close();
      transports.delete(oldest);
    }
    return known;
  };
  const deliver = async (
    channel: ChannelOf<'email'>,
    message: object,
    outbound: Outbound,
  ): Promise<PushAnswer> => {
    const transport = await transportOf(channel, outbound);
    try {
      await transport.sendMail(message);
      return { kind: 'sent' };
    } catch (error) {
      return meaningOf(error);
    }
  };
  return {
    send: async (mail, { outbound }) => {
      // What has been sent is read, or not: there is nothing to take back.
      if (mail.message.withdraw === true) return { kind: 'sent' };
      return await deliver(mail.channel, messageOf(mail), outbound);
    },
    deliver: async (channel, letter, outbound) =>
      await deliver(channel, letterOf(channel, letter), outbound),
    close: () => {
      for (const transport of transports.values()) transport.close();
    },
  };
}

/** A name is looked up once, and what was judged is what is connected to. */
async function addressOf({ server }: Settings, { lookup, checkHost }: Outbound): Promise<string> {
  const { hostname } = new URL(server);
  checkHost(new URL(server));
  if (lookup === undefined || isIP(hostname) !== 0) return hostname;
  const found = await promisify(lookup)(hostname, {});
  return typeof found === 'string' ? found : hostname;
}

function transportTo({ server, user, password }: Settings, address: string) {
  const { protocol, hostname, port } = new URL(server);
  const secure = protocol === 'smtps:';
  return createTransport({
    host: address,
    port: Number(port) || (secure ? 465 : 587),
    secure,
    requireTLS: true,
    tls: { servername: hostname, minVersion: 'TLSv1.2' },
    ...(user !== undefined && { auth: { user, pass: password ?? '' } }),
    pool: true,
    maxConnections: 4,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: ANSWER_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

function messageOf({ channel, address, message, optOut, reminder }: InvitationMail) {
  const { from, replyTo } = channel.settings;
  const { invitation, lang, title, body, link } = message;
  const parts = { lang, title, body, link, optOut };
  return {
    from,
    ...(replyTo !== undefined && { replyTo }),
    to: { name: '', address: address.email },
    subject: title,
    text: plainText(parts),
    html: htmlText(parts),
    // The same for the same one, by which a server or a program can know it again.
    messageId: messageId(`${invitation}${reminder ? '.reminder' : ''}`, from),
    headers: {
      'List-Unsubscribe': `<${optOut}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Auto-Submitted': 'auto-generated',
      'Content-Language': lang,
    },
  };
}

function letterOf({ settings: { from } }: ChannelOf<'email'>, { to, subject, text, id }: Letter) {
  return {
    from,
    to: { name: '', address: to },
    subject,
    text,
    messageId: messageId(id, from),
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}

function messageId(id: string, from: string): string {
  return `<${id}@${/@([^@>\s]+)>?$/.exec(from)?.[1] ?? 'localhost'}>`;
}

/** Of nodemailer's errors: `responseCode` is the server's, `code` nodemailer's own. */
interface MailError {
  readonly code?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
}

/** A mailbox that there is not (RFC 3463: 5.1.1, 5.1.2, 5.1.3, 5.1.6, 5.1.10); a server may say 5.1.1 at the end as well. */
const GONE = /\b5\.1\.(?:1|2|3|6|10)\b/;

function meaningOf(error: unknown): PushAnswer {
  const { code, responseCode, response } = error as MailError;
  const status = Number(responseCode);
  if (Number.isNaN(status)) return retry(reasonOf(typeof code === 'string' ? code : 'unreachable'));
  const reason = `SMTP ${status}`;
  if (status < 500) return retry(reason);
  if (code === 'ETLS') return { kind: 'stop', reason: 'no encryption' };
  // 530: it wants a password, and we have none.
  if (code === 'EAUTH' || status === 530) return { kind: 'stop', reason };
  // A greeting that is none: it takes nothing from anybody now.
  if (code === 'EPROTOCOL') return retry(reason);
  const isGone = code === 'EENVELOPE' && (GONE.test(String(response)) || status === 551);
  return isGone ? { kind: 'drop', reason } : { kind: 'refuse', reason };
}
