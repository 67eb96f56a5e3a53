/** The people who shop here. A real shop would have accounts and passwords; this one lets you choose. */
export interface Customer {
  /** The shop's own id: becomes the respondent of the survey. */
  readonly id: string;
  readonly name: Readonly<Record<'ru' | 'en', string>>;
  readonly segment: 'vip' | 'regular' | 'new';
}

export const customers: readonly [Customer, ...Customer[]] = [
  { id: 'customer-1041', name: { ru: 'Анна', en: 'Anna' }, segment: 'vip' },
  { id: 'customer-1187', name: { ru: 'Борис', en: 'Boris' }, segment: 'regular' },
  { id: 'customer-2003', name: { ru: 'Вера', en: 'Vera' }, segment: 'new' },
];

export function customerById(id: string | undefined): Customer {
  return customers.find((customer) => customer.id === id) ?? customers[0];
}
