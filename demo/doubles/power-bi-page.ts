/** The rows of the model, as a report would draw them. */
import { textOf } from './double.ts';
import { doublePage } from './page.ts';
import type { Html, Shown } from './page.ts';
import type { PowerBi } from './power-bi.ts';

export function powerBiPage(): Html {
  return doublePage('Power BI', 'A stand-in for a report, on this machine: a row for each answer.');
}

/** The newest first, below what they say together. */
export function powerBiState({ rows }: PowerBi): Shown {
  const scores = rows.flatMap(({ score }) => (typeof score === 'number' ? score : []));
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const summary = {
    title: 'All answers',
    facts: [
      ['Rows', String(rows.length)],
      ['Mean score', scores.length === 0 ? '–' : mean.toFixed(1)],
    ] as const,
    entries: rows.toReversed().map((row) => ({
      kind: textOf(row['CompletedAt']).slice(0, 16).replace('T', ' '),
      title: `Score ${textOf(row['score'])}`,
      text: textOf(row['comment']),
    })),
  };
  return { cards: [summary] };
}
