/**
 * `node src/widget/testing/model/run.ts RUNS SEED`: plays so many random histories, and writes what came of them
 * as JSON: what has happened how often, or the least history that breaks a promise. Then each of the broken
 * variants is tried until it is caught.
 */
import { caughtBy, EXPECTED, playMany } from './check.ts';
import { BROKEN } from './variant.ts';

const [runs = 1000, seed = 1] = process.argv.slice(2).map(Number);
const outcome = await playMany(runs, seed);
const missing = EXPECTED.filter((event) => outcome.counts[event] === undefined);
const caught: Record<string, number | null> = {};
for (const [name, variant] of Object.entries(BROKEN)) {
  // oxlint-disable-next-line no-await-in-loop -- each has the machine to itself
  caught[name] = (await caughtBy(variant, seed)) ?? null;
}
process.stdout.write(JSON.stringify({ ...outcome, missing, caught }), () => {
  // What the last history has left waiting is of no interest to anybody.
  process.exit();
});
