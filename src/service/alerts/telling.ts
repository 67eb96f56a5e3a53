/** Tells the targets of an alert what has become of it, each by a job of its own. */
import type { Kysely } from 'kysely';
import { Webhook } from 'standardwebhooks';

import type { AlertNotice, AlertTarget } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import { sha256 } from '../hash.ts';
import type { Job, Queue } from '../jobs/queue.ts';
import { findChannel, openChannel } from '../push/channel-settings.ts';
import { openTargets, placeOf } from './alert-rows.ts';
import type { AlertRow } from './alert-rows.ts';
import type { AlertOffice } from './alerts.ts';

/** What one target is told. Its address is with the alert: what is deleted is called no more. */
interface AlertJob {
  readonly project: string;
  readonly alert: string;
  readonly target: number;
  readonly notice: AlertNotice;
}

export const ALERTS: Queue<AlertJob> = { name: 'alerts', atOnce: 4, expireInSeconds: 60 };

interface News {
  readonly type: AlertNotice['type'];
  readonly found: string;
}

/** In the transaction given. */
export async function tell(
  row: AlertRow,
  { type, found }: News,
  trx: Kysely<Tables>,
  { jobs, world }: AlertOffice,
): Promise<void> {
  const timestamp = world.now().toISOString();
  const { id, name, condition: when, since } = row;
  const notice: AlertNotice = { type, timestamp, data: { id, name, when, since, found } };
  for (const target of row.origins.keys()) {
    const job = { project: row.project_id, alert: id, target, notice };
    // oxlint-disable-next-line no-await-in-loop -- a transaction has one connection
    await jobs.enqueue(ALERTS, job, trx, {
      id: [row.project_id, webhookId(notice), target].join('/'),
    });
  }
}

/** @throws Error when it did not arrive: it is tried again */
export async function doTell(
  { data: { project, alert, target, notice } }: Job<AlertJob>,
  office: AlertOffice,
): Promise<'done'> {
  const { secrets, outbound, world } = office;
  const row = await world.database.db
    .selectFrom('alerts')
    .selectAll()
    .where('project_id', '=', project)
    .where('id', '=', alert)
    .executeTakeFirst();
  if (row === undefined) return 'done';
  const to = openTargets(row, secrets)[target];
  if (to === undefined) return 'done';
  if (to.kind === 'email') return await write(to.address, notice, project, office);
  const secret = secrets.open(row.secret, placeOf(row));
  const answer = await outbound.request(to.url, requestOf(to, notice, secret, world.now()));
  const isTaken = answer.status >= 200 && answer.status < 300;
  world.log.info({ project, alert, type: notice.type, status: answer.status }, 'an alert was told');
  // The address itself stays out of the log.
  if (!isTaken) throw new Error(`${new URL(to.url).origin} answered ${answer.status}.`);
  return 'done';
}

/** @throws Error when the server does not take it */
async function write(
  address: string,
  notice: AlertNotice,
  project: string,
  { mail, secrets, outbound, world }: AlertOffice,
): Promise<'done'> {
  const row = await findChannel(project, 'email', world.database.db);
  // Without it there is nobody to send it.
  if (row === undefined) return 'done';
  const channel = openChannel({ ...row, channel: 'email' }, secrets);
  const { name, found } = notice.data;
  const id = `${webhookId(notice)}.${sha256(address).slice(0, 16)}`;
  const letter = { to: address, subject: `${WORDS[notice.type]}: ${name}`, text: `${found}\n`, id };
  const answer = await mail.deliver(channel, letter, outbound);
  if (answer.kind !== 'sent') throw new Error(`The mail server answered ${answer.reason}.`);
  return 'done';
}

const WORDS: Readonly<Record<AlertNotice['type'], string>> = {
  'alert.raised': 'Alert',
  'alert.cleared': 'All clear',
  'alert.test': 'Test',
};

function requestOf({ kind }: AlertTarget, notice: AlertNotice, secret: string, now: Date) {
  const headers = { 'content-type': 'application/json' };
  if (kind === 'slack') return { headers, body: JSON.stringify({ text: slackText(notice) }) };
  const body = JSON.stringify(notice);
  const id = webhookId(notice);
  return {
    headers: {
      ...headers,
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, now, body),
    },
    body,
  };
}

/** The same for the same news, by which a receiver knows it again. */
function webhookId({ type, timestamp, data: { id } }: AlertNotice): string {
  return `${id}.${type}.${Date.parse(timestamp)}`;
}

const SIGNS: Readonly<Record<AlertNotice['type'], string>> = {
  'alert.raised': ':red_circle:',
  'alert.cleared': ':large_green_circle:',
  'alert.test': ':white_circle:',
};

function slackText({ type, data: { name, found } }: AlertNotice): string {
  return `${SIGNS[type]} *${escaped(name)}*\n${escaped(found)}`;
}

/** Slack takes these three for its own markup. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
