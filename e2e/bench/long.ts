/**
 * Whether a survey of 200 questions opens and moves as fast as one of two.
 *
 *     npm run bench -- long [--rounds 9]
 */
import { parseArgs } from 'node:util';

import { fast, slow } from './conditions.ts';
import { otklik } from './contenders/contenders.ts';
import { longSurvey } from './contenders/surveys.ts';
import { startStage } from './stage.ts';
import { median, table } from './table.ts';
import { launchBrowser, visitInTurn } from './visit.ts';
import type { Visit } from './visit.ts';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '9' } } });

const short = otklik('srv_short', '2 questions');
const long = otklik('srv_long', '200 questions');
const stage = await startStage({ srv_short: longSurvey(2), srv_long: longSurvey(200) });
const browser = await launchBrowser();
try {
  for (const condition of [fast, slow]) {
    const visits = await visitInTurn(
      browser,
      stage.url,
      [short, long],
      condition,
      Number(options.rounds),
    );
    const of = (contender: typeof short, figure: keyof Visit): number =>
      median(visits.get(contender)?.map((one) => one[figure]) ?? []);
    const row = (what: string, figure: keyof Visit): string[] => [
      what,
      of(short, figure).toFixed(0),
      of(long, figure).toFixed(0),
      (of(long, figure) / of(short, figure)).toFixed(2),
    ];
    console.log(`\n${condition.name}, ${options.rounds} rounds, medians\n`);
    console.log(
      table(
        ['', short.name, long.name, '×'],
        [
          row('bytes', 'bytes'),
          row('first question, ms', 'firstQuestionMs'),
          row('main thread until then, ms', 'mainThreadMs'),
          row('tap to next, ms', 'tapToNextMs'),
          row('tap, main thread, ms', 'tapMainThreadMs'),
          row('heap, bytes', 'heapBytes'),
        ],
      ),
    );
  }
} finally {
  await browser.close();
  await stage.close();
}
