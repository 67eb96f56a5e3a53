/** What few pages need: to wait while the page is busy. And the way to what only who builds a page needs. */
import type * as InsightModule from './insight.ts';
import type { openPreview } from './preview.ts';

export { clearance } from './clearance.ts';

/** A survey that nobody has published. */
export async function preview(
  ...written: Parameters<typeof openPreview>
): ReturnType<typeof openPreview> {
  return (await import('./preview.ts')).openPreview(...written);
}

/** Why the survey is, or is not, on the screen. */
export function insight(): Promise<typeof InsightModule> {
  return import('./insight.ts');
}
