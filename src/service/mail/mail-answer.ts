/** What a mail server's answer, or its silence, means for us; and in words for whoever has set it up. */
import { reasonOf, retry } from '../push/push-answer.ts';
import type { PushAnswer } from '../push/push-answer.ts';

/** Of nodemailer's errors: `responseCode` is the server's, `code` nodemailer's own, `originalCode` the system's. */
interface MailError {
  readonly code?: unknown;
  readonly originalCode?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
}

/** A mailbox that there is not (RFC 3463: 5.1.1, 5.1.2, 5.1.3, 5.1.6, 5.1.10); a server may say 5.1.1 at the end as well. */
const GONE = /\b5\.1\.(?:1|2|3|6|10)\b/;
/** Node's codes for certificates: unknown authorities, names of others, those that have ended. */
const UNTRUSTED = /CERT|ISSUER|SIGNATURE|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|HOSTNAME/;
/** `AUTH` is no command of its (RFC 5321 section 4.2.3), or the mechanism is none (RFC 4954 section 4). */
const NO_LOGIN: ReadonlySet<number> = new Set([500, 502, 503, 504]);

export function meaningOf(error: unknown): PushAnswer {
  const { code, originalCode, responseCode, response } = error as MailError;
  const status = Number(responseCode);
  if (Number.isNaN(status)) return silenceOf(originalCode ?? code);
  const reason = `SMTP ${status}`;
  if (status < 500) return retry(reason);
  if (code === 'ETLS') return { kind: 'stop', reason: 'no_encryption' };
  if (code === 'EAUTH' && NO_LOGIN.has(status))
    return { kind: 'stop', reason: 'login_unsupported' };
  // 530: it wants a password, and we have none.
  if (code === 'EAUTH' || status === 530) return { kind: 'stop', reason };
  // A greeting that is none: it takes nothing from anybody now.
  if (code === 'EPROTOCOL') return retry(reason);
  const isGone = code === 'EENVELOPE' && (GONE.test(String(response)) || status === 551);
  return isGone ? { kind: 'drop', reason } : { kind: 'refuse', reason };
}

/** A certificate does not mend itself while we wait: whoever has set it up has to hear of it. */
function silenceOf(code: unknown): PushAnswer {
  const name = typeof code === 'string' ? code : 'unreachable';
  return UNTRUSTED.test(name)
    ? { kind: 'stop', reason: 'certificate_untrusted' }
    : retry(reasonOf(name));
}

const WORDS: Readonly<Record<string, string>> = {
  certificate_untrusted:
    'The server’s certificate is of an authority that is not known here, of another name, or over. For an authority of your own set "ca".',
  no_encryption: 'The server offers no STARTTLS; nothing is sent without encryption.',
  login_unsupported:
    'A user is set, and the server takes no login on this port. Many take it on 465 (smtps://) or 587 (smtp://) only.',
  private_address: 'The name leads to a private address, which the service does not call.',
  ECONNREFUSED: 'Nobody listens at this address and port.',
  ENOTFOUND: 'There is no server of this name.',
  ETIMEDOUT: 'The server does not answer in time.',
  ECONNECTION: 'The server ends the connection.',
  ECONNRESET: 'The server ends the connection.',
  ERR_SSL_WRONG_VERSION_NUMBER:
    'What answers does not speak TLS from the first byte: perhaps it is smtp:// instead of smtps://, or another port.',
  'SMTP 530': 'The server wants a user and a password.',
  'SMTP 534':
    'The server refuses this way to log in; perhaps it wants a password for applications.',
  'SMTP 535': 'The server does not know this user with this password.',
};

export function mailTrouble(reason: string): string {
  const known = WORDS[reason];
  if (known !== undefined) return known;
  if (reason.startsWith('SMTP 4')) return `The server is there, and takes nothing now (${reason}).`;
  if (reason.startsWith('SMTP')) return `The server refuses (${reason}).`;
  return `The server cannot be reached (${reason}).`;
}
