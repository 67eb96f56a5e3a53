import type { Plural } from '../../plural.ts';

const results: Plural = { one: '{n} result', other: '{n} results' };

export const search = {
  search: 'Search',
  nothingFound: 'Nothing found',
  results,
  remove: 'Remove {item}',
};
