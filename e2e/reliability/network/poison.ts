/**
 * Responses that never get through, among others: something on the way or in the service breaks on what they say.
 * The others arrive; these stay, and arrive when that has been mended.
 */
import { lies } from '../faulty-line-lies.ts';
import type { Exchange, Fault } from '../faulty-line.ts';
import { seeded } from '../seeded.ts';
import type { Trial } from '../trial.ts';
import { createDevice } from './device.ts';
import { openLab, storedBy } from './lab.ts';

const PAGE = 'https://shop.example.com';
const RESPONSES = 100;
/** People would wait a second before they try again; a trial has none to lose. */
const PACE = 200;

/** What happens to whole requests for the sake of one response in them. */
const poisons: Readonly<Record<string, Fault>> = {
  'breaks the service': { kind: 'reply', reply: lies.internal },
  'is cut off': { kind: 'cut-request', at: 'body' },
  'is blocked with a page': { kind: 'reply', reply: lies.portal },
  'is too large for a proxy': { kind: 'reply', reply: lies.tooLarge },
  'is never spoken of': { kind: 'reply', reply: lies.noReceipts },
};

export const poison: Trial = {
  name: 'poison',
  promise: 'A response that nobody takes holds up none of the others, and is not given up.',
  async run({ seed }) {
    const lab = await openLab([PAGE]);
    try {
      const { line, mint, service } = lab;
      const chance = seeded(seed).branch('poison');
      const device = createDevice({ endpoint: line.origin, page: PAGE, chance, pace: PACE });
      const kinds = Object.keys(poisons);
      // The oldest ones, of which every batch would be full.
      const words = Array.from({ length: RESPONSES }, (_, n) =>
        n < 10 ? `It ${kinds[n % kinds.length]}` : 'All good',
      );
      for (const [n, more] of words.entries()) {
        const visit = await device.begin(
          await mint({ survey: 'srv_short', respondent: `person-${n}` }),
        );
        await visit.finish({ recommend: 7 });
        await visit.finish({ matters: 'price' });
        await visit.finish({ more });
      }
      line.weather(poisoned);
      const startedAt = line.exchanges.length;
      void device.send();
      while ((await device.records()).length > 10) await pass();
      const requests = line.exchanges.length - startedAt;
      const good = (await storedBy(service.client)).length;
      line.heal();
      while ((await device.records()).length > 0) await device.send();
      const rows = await storedBy(service.client);
      return [
        {
          what: `10 responses of ${RESPONSES} that ${kinds.length} kinds of trouble keep back`,
          figures: `${good} others received with ${requests} requests; after mending ${rows.length} of ${RESPONSES}`,
          isKept: good === RESPONSES - 10 && rows.length === RESPONSES,
        },
      ];
    } finally {
      await lab.close();
    }
  },
};

function poisoned({ path, body }: Exchange): Fault {
  if (path !== '/v1/responses') return { kind: 'pass' };
  const found = Object.entries(poisons).find(([words]) => body.includes(`It ${words}`));
  return found?.[1] ?? { kind: 'pass' };
}

function pass(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
