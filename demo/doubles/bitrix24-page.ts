/** The cards of the deals, as a salesperson sees them. */
import type { Bitrix24 } from './bitrix24.ts';
import { textOf } from './double.ts';
import { doublePage } from './page.ts';
import type { Html, Shown } from './page.ts';

export function bitrix24Page(): Html {
  return doublePage(
    'Bitrix24',
    'A stand-in on this machine. Close the deal, and the survey goes out.',
  );
}

export function bitrix24State({ items, comments, activities }: Bitrix24): Shown {
  const deals = [...items].filter(([key]) => key.startsWith('2/')).map(([, item]) => item);
  return {
    cards: deals.map((deal) => {
      const isOpen = deal.stageSemanticId === 'P';
      const values = Object.entries(deal).filter(([name]) => name.startsWith('ufCrm_'));
      return {
        title: textOf(deal['title']),
        badge: isOpen ? 'In progress' : deal.stageSemanticId === 'S' ? 'Won' : 'Lost',
        facts: [
          ['Deal', String(deal.id)],
          ['Contact', textOf(items.get(`3/${textOf(deal['contactId'])}`)?.['name'])],
          ...values.map(([name, value]) => [name, textOf(value)] as const),
        ],
        entries: [
          ...activities
            .filter(({ OWNER_ID }) => OWNER_ID === deal.id)
            .map(({ SUBJECT, DESCRIPTION, DEADLINE }) => ({
              kind: `Task, until ${DEADLINE.slice(0, 10)}`,
              title: SUBJECT,
              text: DESCRIPTION,
            })),
          ...comments
            .filter(({ ENTITY_ID, ENTITY_TYPE }) => ENTITY_ID === deal.id && ENTITY_TYPE === 'deal')
            .map(({ COMMENT }) => ({ kind: 'Comment', text: COMMENT })),
        ],
        ...(isOpen && { action: { to: `/close/${deal.id}`, label: 'Close the deal' } }),
      };
    }),
  };
}
