/** Mail by the project's own server (RFC 5321), one connection for many. */
import { isIP } from 'node:net';
import { promisify } from 'node:util';

import { createTransport } from 'nodemailer';

import type { PushAnswer } from '../push/push-answer.ts';
import type { ChannelOf } from '../push/channel-settings.ts';
import type { Outbound } from '../push/outbound.ts';
import type { Push, PushWorld } from '../push/push-sender.ts';
import { htmlText, plainText } from './invitation-mail.ts';
import { meaningOf } from './mail-answer.ts';

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
  /** Connects, encrypts and logs in, as for a mail, and sends none: `sent` means that it would go. */
  check(channel: ChannelOf<'email'>, outbound: Outbound): Promise<PushAnswer>;
  close(): void;
}

type Settings = ChannelOf<'email'>['settings'];
type Transport = ReturnType<typeof transportTo>;

const CONNECT_MS = 20_000;
/** Whoever gives up earlier sends what has been taken once more (RFC 5321 section 4.5.3.2.6). */
const ANSWER_MS = 10 * 60_000;
/** Somebody waits to hear whether it works. */
const CHECK_MS = 10_000;
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
    check: async ({ settings }, outbound) => await check(settings, outbound),
    close: () => {
      for (const transport of transports.values()) transport.close();
    },
  };
}

async function check(settings: Settings, outbound: Outbound): Promise<PushAnswer> {
  try {
    const address = await addressOf(settings, outbound);
    const transport = transportTo(settings, address, { connectMs: CHECK_MS, answerMs: CHECK_MS });
    try {
      await transport.verify();
    } finally {
      transport.close();
    }
    return { kind: 'sent' };
  } catch (error) {
    return meaningOf(error);
  }
}

/** A name is looked up once, and what was judged is what is connected to. */
async function addressOf({ server }: Settings, { lookup, checkHost }: Outbound): Promise<string> {
  const { hostname } = new URL(server);
  checkHost(new URL(server));
  if (lookup === undefined || isIP(hostname) !== 0) return hostname;
  const found = await promisify(lookup)(hostname, {});
  return typeof found === 'string' ? found : hostname;
}

function transportTo(
  { server, user, password, ca }: Settings,
  address: string,
  { connectMs, answerMs } = { connectMs: CONNECT_MS, answerMs: ANSWER_MS },
) {
  const { protocol, hostname, port } = new URL(server);
  const secure = protocol === 'smtps:';
  return createTransport({
    host: address,
    port: Number(port) || (secure ? 465 : 587),
    secure,
    requireTLS: true,
    tls: {
      minVersion: 'TLSv1.2',
      // An address is no name for SNI (RFC 6066 section 3).
      ...(isIP(hostname) === 0 && { servername: hostname }),
      // An authority of one's own, and then no other.
      ...(ca !== undefined && { ca }),
    },
    // A server that offers no login is asked for one all the same: a mail without would go out as nobody's.
    ...(user !== undefined && { auth: { user, pass: password ?? '' }, forceAuth: true }),
    pool: true,
    maxConnections: 4,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: answerMs,
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
