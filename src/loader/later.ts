/** What the loader fetches when there is something to ask, or to say; in older browsers before that, to follow the history. */
import type { Explained } from './explanation.ts';
import type { Lookout } from './lookout.ts';
import type { Memory } from './memory.ts';
import type { Told, Telling } from './telling.ts';

export { ask } from './asking.ts';
export { followHistory } from './history.ts';

export async function explain(lookout: Lookout): Promise<readonly Explained[]> {
  return (await import('./explanation.ts')).explained(lookout);
}

export async function tellConsole(lookout: Lookout): Promise<void> {
  (await import('./explanation.ts')).tellConsole(lookout);
}

let telling: Telling | undefined;

/**
 * @param src the script tag's, and its dataset
 * @param told is emptied: what could not be taken stays in it for the next time
 */
export async function tell(
  src: string,
  { tokenUrl }: DOMStringMap,
  memory: Memory,
  told: Told[],
): Promise<void> {
  const { Telling } = await import('./telling.ts');
  const endpoint = new URL('.', src).href.replace(/\/$/, '');
  telling ??= new Telling({ endpoint, tokenUrl, memory });
  await telling.tell(told);
}
