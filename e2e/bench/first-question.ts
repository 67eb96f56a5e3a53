/**
 * How soon is the first question there, against what one would write by hand?
 *
 * All contenders are served by one server, brotli 11, in turn, in a fresh browser context each round; quote ratios,
 * never the milliseconds. "There" is the end of the first frame in which the question is visible and has a size.
 *
 *     npm run bench -- first-question [--rounds 9]
 */
import { parseArgs } from 'node:util';

import { fast, slow } from './conditions.ts';
import { contenders } from './contenders/contenders.ts';
import type { Contender } from './contenders/contenders.ts';
import { startStage } from './stage.ts';
import { median, table } from './table.ts';
import { launchBrowser, visitInTurn } from './visit.ts';
import type { Condition, Visit } from './visit.ts';

const conditions: readonly Condition[] = [
  fast,
  slow,
  // PERFORMANCE figures of the field are given for this line: 150 ms round trip, 1.6 Mbit/s down.
  { name: 'slow 4G, 6x', cpu: 6, network: { latencyMs: 150, bytesPerSecond: 200_000 } },
];

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '9' } } });

const rounds = Number(options.rounds);
const stage = await startStage();
const browser = await launchBrowser();
try {
  for (const condition of conditions) {
    report(condition, await visitInTurn(browser, stage.url, contenders, condition, rounds));
  }
} finally {
  await browser.close();
  await stage.close();
}

function report(condition: Condition, visits: ReadonlyMap<Contender, readonly Visit[]>): void {
  const of = (contender: Contender | undefined, figure: keyof Visit): number =>
    median((contender && visits.get(contender))?.map((one) => one[figure]) ?? []);
  const ratio = (contender: Contender, figure: keyof Visit): string =>
    (of(contender, figure) / of(contenders[0], figure)).toFixed(2);
  console.log(`\n${condition.name}, ${options.rounds} rounds, medians; × = against the floor\n`);
  console.log(
    table(
      [
        '',
        'bytes',
        'requests',
        'first question ms',
        '×',
        'main thread ms',
        '×',
        'tap to next ms',
        '×',
        'heap kB',
      ],
      contenders.map((contender) => [
        contender.name,
        of(contender, 'bytes').toFixed(0),
        of(contender, 'requests').toFixed(0),
        of(contender, 'firstQuestionMs').toFixed(0),
        ratio(contender, 'firstQuestionMs'),
        of(contender, 'mainThreadMs').toFixed(0),
        ratio(contender, 'mainThreadMs'),
        of(contender, 'tapToNextMs').toFixed(0),
        ratio(contender, 'tapToNextMs'),
        (of(contender, 'heapBytes') / 1000).toFixed(0),
      ]),
    ),
  );
}
