/** By the project's own mail server: each response in a letter, or all of an hour or a day in one. */
import { findChannel, openChannel } from '../../push/channel-settings.ts';
import type { PushAnswer } from '../../push/push-answer.ts';
import type { Courier } from '../courier.ts';
import { digestOf } from '../digest.ts';
import type { Outcome } from '../outcome.ts';
import { headline, noteText } from '../words.ts';
import type { Vehicles } from './couriers.ts';

export const emailCourier =
  ({ outbound, mail, secrets, db }: Vehicles): Courier<'email'> =>
  async (parcel, { calls }) => {
    const { delivery, destination, target, content } = parcel;
    const row = await findChannel(delivery.project_id, 'email', db);
    if (row === undefined) return { kind: 'stopped', reason: 'the channel "email" is not set up' };
    const channel = openChannel({ ...row, channel: 'email' }, secrets);
    const letter =
      delivery.type === 'otklik.digest'
        ? await digestOf(delivery, destination, db)
        : { subject: headline(content.payload), text: noteText(content.payload, delivery.id) };
    if (letter === null) return { kind: 'dropped', reason: 'nothing has come' };
    for (const [at, to] of target.to.entries()) {
      const step = `letter.${at}`;
      if (parcel.effects[step] !== undefined) continue;
      const begun = performance.now();
      // oxlint-disable-next-line no-await-in-loop -- one server, one letter after the other
      const answer = await mail.deliver(
        channel,
        { to, ...letter, id: `${delivery.id}.${at}` },
        outbound,
      );
      calls.note({
        method: 'SMTP',
        url: new URL(channel.settings.server).host,
        request: letter.subject,
        status: null,
        answer: answer.kind === 'sent' ? 'sent' : answer.reason,
        durationMs: Math.round(performance.now() - begun),
      });
      if (answer.kind !== 'sent') return meaningOf(answer);
      // oxlint-disable-next-line no-await-in-loop
      await parcel.achieved(step, 'sent');
    }
    return { kind: 'delivered' };
  };

function meaningOf(answer: Exclude<PushAnswer, { kind: 'sent' }>): Outcome {
  const { reason } = answer;
  switch (answer.kind) {
    case 'retry':
      return {
        kind: 'failed',
        reason,
        ...(answer.afterMs !== undefined && { afterMs: answer.afterMs }),
      };
    case 'stop':
      return { kind: 'stopped', reason };
    case 'drop':
    case 'refuse':
      return { kind: 'refused', reason };
  }
}
