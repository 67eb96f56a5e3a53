/** What the loader fetches when there is something to ask, or to say; in older browsers before that, to follow the history. */
import type { Explained } from './explanation.ts';
import type { Lookout } from './lookout.ts';

export { ask } from './asking.ts';
export { followHistory } from './history.ts';

export async function explain(lookout: Lookout): Promise<readonly Explained[]> {
  return (await import('./explanation.ts')).explained(lookout);
}

export async function tellConsole(lookout: Lookout): Promise<void> {
  (await import('./explanation.ts')).tellConsole(lookout);
}
