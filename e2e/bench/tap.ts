/**
 * From a tap on a score to the next question on the screen, by kind of the next question: how many frames, and how
 * long against what one would write by hand, which stores nothing.
 *
 * The clock runs from the finger's leaving the screen to the end of the first frame with the next question. The
 * answer is on the disk before: "after it" are the frames that began since.
 *
 *     npm run bench -- tap [--rounds 7] [--kinds text,matrix]
 */
import { parseArgs } from 'node:util';

import { fast, slow } from './conditions.ts';
import { floor, otklik } from './contenders/contenders.ts';
import type { Contender } from './contenders/contenders.ts';
import { nextQuestions, scoreThen } from './contenders/surveys.ts';
import { startStage } from './stage.ts';
import { median, table } from './table.ts';
import { launchBrowser, visitInTurn } from './visit.ts';
import type { Condition, Visit } from './visit.ts';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    kinds: { type: 'string', default: Object.keys(nextQuestions).join(',') },
  },
});

const wanted = Object.entries(nextQuestions).filter(([kind]) =>
  options.kinds.split(',').includes(kind),
);
const kinds = wanted.map(([kind, next], index) => ({
  kind,
  next,
  id: `srv_tap${index}`,
}));
const stage = await startStage(
  Object.fromEntries(kinds.map(({ id, next }) => [id, scoreThen(next)])),
);
const contenders = [floor, ...kinds.map(({ id, kind }) => otklik(id, kind))];
const browser = await launchBrowser();
try {
  for (const condition of [fast, slow]) {
    const rounds = Number(options.rounds);
    report(condition, await visitInTurn(browser, stage.url, contenders, condition, rounds));
  }
} finally {
  await browser.close();
  await stage.close();
}

function report({ name }: Condition, visits: ReadonlyMap<Contender, readonly Visit[]>): void {
  const of = (contender: Contender, figure: keyof Visit): number =>
    median(visits.get(contender)?.map((one) => one[figure]) ?? []);
  console.log(`\n${name}, ${options.rounds} rounds, medians; × = against the floor\n`);
  console.log(
    table(
      ['tap to', 'frames', 'after it is stored', 'ms', '×', 'stored ms', 'main thread ms'],
      contenders.map((contender) => [
        contender.name,
        of(contender, 'tapFrames').toFixed(0),
        of(contender, 'tapFramesStored').toFixed(0),
        of(contender, 'tapToNextMs').toFixed(0),
        (of(contender, 'tapToNextMs') / of(floor, 'tapToNextMs')).toFixed(2),
        of(contender, 'tapStoredMs').toFixed(0),
        of(contender, 'tapMainThreadMs').toFixed(0),
      ]),
    ),
  );
}
