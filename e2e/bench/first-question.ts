/**
 * How soon is the first question there, against what one would write by hand?
 *
 * All contenders are served by one server, brotli 11, in turn, in a fresh browser context each round; quote ratios,
 * never the milliseconds. "There" is the end of the first frame in which the question is visible and has a size.
 *
 *     npm run bench -- first-question [--rounds 9]
 */
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import type { Browser } from 'playwright';

import { contenders } from './contenders/contenders.ts';
import type { Contender } from './contenders/contenders.ts';
import { startStage } from './stage.ts';
import type { Stage } from './stage.ts';
import { median, table } from './table.ts';
import { visit } from './visit.ts';
import type { Condition, Visit } from './visit.ts';

const conditions: readonly Condition[] = [
  { name: '1x', cpu: 1, network: null },
  { name: '6x', cpu: 6, network: null },
  // PERFORMANCE figures of the field are given for this line: 150 ms round trip, 1.6 Mbit/s down.
  { name: 'slow 4G, 6x', cpu: 6, network: { latencyMs: 150, bytesPerSecond: 200_000 } },
];

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '9' } } });

const stage = await startStage();
const browser = await chromium.launch({
  ...(process.env['CHROME_BIN'] === undefined ? {} : { executablePath: process.env['CHROME_BIN'] }),
  args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'],
});
try {
  for (const condition of conditions) report(condition, await measure(browser, stage, condition));
} finally {
  await browser.close();
  await stage.close();
}

async function measure(
  on: Browser,
  server: Stage,
  condition: Condition,
): Promise<ReadonlyMap<Contender, readonly Visit[]>> {
  const visits = new Map<Contender, Visit[]>(contenders.map((contender) => [contender, []]));
  for (let round = -1; round < Number(options.rounds); round += 1) {
    for (const contender of contenders) {
      const one = await visit(on, server.url, contender, condition);
      // The first round warms the server up and is not counted.
      if (round >= 0) visits.get(contender)?.push(one);
    }
  }
  return visits;
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
