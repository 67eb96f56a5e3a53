/** The cards of the deals, as a salesperson sees them. */
import type { AmoCrm } from './amocrm.ts';
import { AMOCRM } from './facts.ts';
import { doublePage } from './page.ts';
import type { Html, Shown } from './page.ts';

export function amoCrmPage(): Html {
  return doublePage(
    'amoCRM',
    'A stand-in on this machine. Close the deal, and the survey goes out.',
  );
}

export function amoCrmState({ leads, contacts, notes, tasks, fields }: AmoCrm): Shown {
  return {
    cards: [...leads.values()].map((lead) => {
      const isOpen = ![AMOCRM.won.value, AMOCRM.lost.value].includes(lead.status_id as 142);
      const values = lead.custom_fields_values.map(({ field_id, values: [first] }) => {
        const field = fields.find(({ id }) => id === field_id);
        return [field?.name ?? String(field_id), String(first?.value)] as const;
      });
      const own = ({ entity_id }: { entity_id: number }): boolean => entity_id === lead.id;
      return {
        title: lead.name,
        badge: isOpen ? 'In progress' : lead.status_id === AMOCRM.won.value ? 'Won' : 'Lost',
        facts: [
          ['Deal', String(lead.id)],
          ['Contact', contacts.get(lead.contact)?.name ?? ''],
          ...values,
        ],
        entries: [
          ...tasks.filter(own).map(({ text, complete_till: till }) => ({
            kind: `Task, until ${new Date(till * 1000).toISOString().slice(0, 10)}`,
            text,
          })),
          ...notes.filter(own).map(({ text }) => ({ kind: 'Note', text })),
        ],
        ...(isOpen && { action: { to: `/close/${lead.id}`, label: 'Close the deal' } }),
      };
    }),
  };
}
