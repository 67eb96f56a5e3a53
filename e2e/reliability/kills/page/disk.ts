/** What is in the widget's database, read past the widget, and without making one. */
import type { OutboxRow, Kept } from '../../ledger.ts';

export async function keptOnDisk(): Promise<readonly Kept[]> {
  const databases = await indexedDB.databases();
  const names = databases.flatMap(({ name = '' }) => (/^otklik-[^/]+$/.test(name) ? [name] : []));
  return (await Promise.all(names.map(readAll))).flat().map((record) => ({
    occasion: String(record.variables['orderNumber']?.value),
    respondent: record.respondent,
    isPending: record.revision > record.base,
    answers: Object.fromEntries(
      Object.entries(record.answers).map(([question, { value }]) => [question, value]),
    ),
  }));
}

function readAll(name: string): Promise<readonly OutboxRow[]> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.addEventListener('error', () => reject(new Error(String(opening.error))));
    opening.addEventListener('success', () => {
      const database = opening.result;
      const reading = database.transaction('records').objectStore('records').getAll();
      reading.addEventListener('error', () => reject(new Error(String(reading.error))));
      reading.addEventListener('success', () => {
        database.close();
        resolve(reading.result as OutboxRow[]);
      });
    });
  });
}
