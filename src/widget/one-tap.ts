/** Kinds whose answer is a single tap; see `kindOf`. */
export const ONE_TAP: ReadonlySet<string> = new Set([
  'nps',
  'csat',
  'ces',
  'rating',
  'single',
  'list',
  'buttons',
  'pictures',
]);
