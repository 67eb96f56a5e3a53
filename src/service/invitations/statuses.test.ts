import { describe, expect, it } from 'vitest';

import { InvitationStatus } from '../../protocol/index.ts';
import { advanced, FOLLOWING } from './statuses.ts';
import type { Standing } from './statuses.ts';

const at = '2026-11-22T12:00:00.000Z';
const later = '2026-11-22T13:00:00.000Z';
const standing = (status: InvitationStatus, history: Standing['history'] = {}): Standing => ({
  status,
  reason: null,
  history: { [status]: at, ...history },
});

/** Row by row: from the one at the left to each of these. */
const TABLE: Record<InvitationStatus, string> = {
  scheduled: 'sent delivered opened started completed dismissed expired cancelled suppressed',
  sent: 'delivered opened started completed dismissed expired cancelled suppressed',
  delivered: 'opened started completed dismissed expired cancelled',
  opened: 'started completed dismissed expired cancelled',
  started: 'completed dismissed cancelled',
  completed: '',
  dismissed: 'completed cancelled',
  expired: 'completed',
  cancelled: '',
  suppressed: 'completed cancelled',
};

const pairs = InvitationStatus.options.flatMap((from) =>
  InvitationStatus.options.map((to) => [from, to, TABLE[from].split(' ').includes(to)] as const),
);

describe('an invitation', () => {
  it.each(pairs)('that is %s and then %s comes to it: %s', (from, to, isNext) => {
    const next = advanced(standing(from), { to, at: later });
    expect(next?.status ?? from).toBe(isNext ? to : from);
  });

  it('never comes back to where it was, on whatever way', () => {
    const reachable = (from: InvitationStatus): InvitationStatus[] =>
      FOLLOWING[from].flatMap((to) => [to, ...reachable(to)]);
    for (const status of InvitationStatus.options) {
      expect(reachable(status)).not.toContain(status);
    }
  });

  it('keeps when it first came to each status', () => {
    const sent = advanced(standing('scheduled'), { to: 'sent', at: later });
    expect(sent).toEqual({ status: 'sent', reason: null, history: { scheduled: at, sent: later } });
    expect(advanced(sent!, { to: 'sent', at })).toBeNull();
  });

  it('that was opened is known to have been delivered, once that is told', () => {
    const next = advanced(standing('opened'), { to: 'delivered', at: later });
    expect(next).toEqual({
      status: 'opened',
      reason: null,
      history: { opened: at, delivered: later },
    });
  });

  it('says why it was suppressed, and no more once it is answered after all', () => {
    const step = { to: 'suppressed', at: later, reason: 'address_gone' } as const;
    const suppressed = advanced(standing('sent'), step);
    expect(suppressed).toMatchObject({ status: 'suppressed', reason: 'address_gone' });
    const next = advanced(suppressed!, { to: 'completed', at: later });
    expect(next).toMatchObject({ status: 'completed', reason: null });
  });
});
