/** Calendar dates, `2026-11-22`: days without a zone, computed in UTC, where each has 24 hours. */

/** `2026-02-30` has the right form and is no day. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
