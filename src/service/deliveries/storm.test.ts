/** Everything that a receiver can do wrong, at once and by chance; then everything has arrived, once in effect. */
import { afterAll, beforeAll, expect, it } from 'vitest';

import { verifyWebhook } from '../../backend/webhooks.ts';
import { Double } from '../../../demo/doubles/double.ts';
import type { Trouble } from '../../../demo/doubles/double.ts';
import { seeded } from '../../../e2e/reliability/seeded.ts';
import { outbound } from '../push/outbound.ts';
import { DAY, HOUR } from '../testing/invitations.ts';
import { submission, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';

const RESPONSES = Number(process.env['OTKLIK_STORM_RESPONSES'] ?? 200);
/** The schedule has ten tries. */
const TRIES_MAX = 10;

/** Takes webhooks, checks them, and meets with trouble. */
class Receiver extends Double {
  readonly taken: string[] = [];
  secrets: string[] = [];

  constructor(now: () => Date) {
    super(now);
    this.app.use('/hook', this.troubled());
    this.app.post('/hook', async (c) => {
      const body = new Uint8Array(await c.req.arrayBuffer());
      const options = { secrets: this.secrets, now: () => this.now().getTime() };
      const { id } = await verifyWebhook({ headers: c.req.raw.headers, body }, options);
      this.taken.push(id);
      return c.body(null, 204);
    });
  }
}

let test: TestService;
let receiver: Receiver;

beforeAll(async () => {
  test = await testService({ outbound: outbound({ isOpen: true }) });
  receiver = new Receiver(() => test.clock.now);
  await receiver.open();
  await test.publish('srv_a');
});
afterAll(async () => {
  await test.service.close();
  await receiver.close();
});

it('nothing is missing, nothing has another id, and nobody is asked more often than planned', async () => {
  const seed = Date.now() % 1_000_000;
  const { random: chance } = seeded(seed);
  const target = { kind: 'webhook', url: `${receiver.url}/hook` };
  const made = await test.api('POST', '/v1/destinations', { name: 'Storm', target });
  receiver.secrets = [made.json.secret];
  for (let person = 0; person < RESPONSES; person += 1) {
    const session = await test.session({ respondent: `p${person}` });
    await test.submit(submission(session));
  }
  const { json } = await test.api('POST', `/v1/destinations/${made.json.id}/rotate-secret`);
  receiver.secrets.push(json.secret);
  // A fifth fails, a tenth is cut off after it was taken, and some before.
  const trouble = (): Trouble | null => {
    const dice = chance();
    if (dice < 0.2) return 'outage';
    if (dice < 0.3) return 'drop-after';
    if (dice < 0.35) return 'drop-before';
    return null;
  };
  receiver.fail(...Array.from({ length: RESPONSES }, trouble));
  let pending = RESPONSES;
  for (let passed = 0; pending > 0 && passed < 3 * DAY; passed += HOUR) {
    await test.service.tick();
    await test.service.sent();
    test.advance(HOUR);
    const { rows } = await test.service.database.execute(
      `select count(*)::int as count from deliveries where status <> 'delivered'`,
    );
    pending = (rows[0] as { count: number }).count;
  }
  expect(pending, `seed ${seed}`).toBe(0);
  const { rows } = await test.service.database.execute('select id, attempts from deliveries');
  const known = rows as { id: string; attempts: number }[];
  expect(new Set(receiver.taken)).toEqual(new Set(known.map(({ id }) => id)));
  expect(Math.max(...known.map(({ attempts }) => attempts))).toBeLessThanOrEqual(TRIES_MAX);
}, 120_000);
