/** A real mail server on this machine, with TLS and passwords, that fails as real ones do when it is told to. */
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';

import { simpleParser } from 'mailparser';
import type { ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerOptions } from 'smtp-server';

import { certificateFor } from './certificate.ts';

export interface MailServer {
  readonly port: number;
  /** What vouches for it: nothing else does. */
  readonly ca: string;
  /** What it has taken, the first first. */
  readonly taken: ParsedMail[];
  /** Undefined: all is well. */
  failure: Failure | undefined;
  close(): Promise<void>;
}

export interface Failure {
  readonly at: 'recipient' | 'data' | 'afterData' | 'connect';
  /** With its enhanced status: `550 5.1.1 No such user`; null: the line breaks. */
  readonly answer: string | null;
}

export const MAIL_USER = { user: 'shop', password: 'mail-password-of-the-shop' };

export async function mailServer(change: SMTPServerOptions = {}): Promise<MailServer> {
  const taken: ParsedMail[] = [];
  const lines = new Set<Socket>();
  const certificate = certificateFor('127.0.0.1');
  const fail = (at: Failure['at']): Error | null => {
    if (state.failure?.at !== at) return null;
    const { answer } = state.failure;
    if (answer === null) for (const line of lines) line.destroy();
    const [, code = '500', text = ''] = /^(\d{3}) (.*)$/.exec(answer ?? '') ?? [];
    return Object.assign(new Error(text), { responseCode: Number(code) });
  };
  const server = new SMTPServer({
    name: 'mail.shop.example',
    logger: false,
    ...certificate,
    authMethods: ['PLAIN', 'LOGIN'],
    onConnect: (_session, done) => done(fail('connect')),
    onAuth: ({ username, password }, _session, done) => {
      const isKnown = username === MAIL_USER.user && password === MAIL_USER.password;
      if (isKnown) return done(null, { user: username });
      return done(Object.assign(new Error('5.7.8 Wrong password'), { responseCode: 535 }));
    },
    onRcptTo: (_address, _session, done) => done(fail('recipient')),
    onData: (stream, _session, done) => {
      const refusal = fail('data');
      if (refusal !== null) {
        stream.resume();
        stream.once('end', () => done(refusal));
        return;
      }
      void simpleParser(stream).then((mail) => {
        taken.push(mail);
        const late = fail('afterData');
        if (late === null) done();
        else done(late);
      });
    },
    ...change,
  });
  server.on('error', () => undefined);
  server.server.on('connection', (line: Socket) => {
    lines.add(line);
    line.once('close', () => lines.delete(line));
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const state: MailServer = {
    port: (server.server.address() as AddressInfo).port,
    ca: certificate.cert,
    taken,
    failure: undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Those that are kept for the next mail, too.
        for (const line of lines) line.destroy();
      }),
  };
  return state;
}
