/** What a person needs to find out what has happened. */
import { writeFileSync } from 'node:fs';

import { freshReport } from '../../../scripts/report.ts';
import { isClean, sentencesOf } from '../verdict.ts';
import type { Aftermath } from './storm.ts';

/** The faults in words, and the whole ledger in a file. */
export function report(
  name: string,
  { verdict, entries }: Aftermath,
  log: (line: string) => void,
): void {
  const codes = entries.flatMap((entry) => (entry.kind === 'trouble' ? [entry.code] : []));
  const troubles = [...Map.groupBy(codes, (code) => code)]
    .map(([code, { length }]) => `${length} × ${code}`)
    .join(', ');
  log(`${name}: ${verdict.told} told; pages reported ${troubles || 'no trouble'}`);
  if (isClean(verdict)) return;
  for (const sentence of sentencesOf(verdict)) log(sentence);
  const path = freshReport(`${name}-ledger`).replace(/json$/, 'ndjson');
  writeFileSync(path, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  log(`the ledger: ${path}`);
}
