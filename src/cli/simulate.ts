import { readFileSync } from 'node:fs';
import type { Command } from 'commander';

import type { SimulationEntry } from '../protocol/index.ts';

import type { FileFault } from './document-file.ts';
import { Failure } from './failure.ts';
import { readHistoryFile } from './history-file.ts';
import { readScenarioFile } from './scenario-file.ts';
import { terminalOf } from './terminal.ts';
import type { Terminal } from './terminal.ts';
import { timeGiven } from './moments.ts';
import type { World } from './world.ts';

interface Options {
  readonly until?: string;
  readonly respondent?: string;
}

export function addSimulate(program: Command, world: World): void {
  program
    .command('simulate')
    .description('play a history against a scenario: who would be asked what, when, and why not')
    .argument('<scenario>', 'a file with the scenario')
    .argument('<history>', 'a file with a line of JSON for each thing that happens')
    .option('--until <time>', 'stop there (default: when nothing is left to wait for)', timeGiven)
    .option('--respondent <id>', 'show this person only')
    .addHelpText(
      'after',
      `
No service is needed. Lines of the history:
  {"at":"2026-10-19T13:30:00.000Z","respondent":"ann","event":"order.delivered","properties":{"orderNumber":"A-1"}}
  {"at":"2026-10-19T15:00:00.000Z","respondent":"ann","answers":"srv_delivery","with":{"recommend":9}}
  and "opens", "dismisses" with a survey, "person" with "timezone", "attributes", "channels", "lang".

Example:
  $ otklik simulate examples/scenarios/delivery.json examples/scenarios/delivery.history.ndjson`,
    )
    .action(async (scenarioFile: string, historyFile: string, options: Options) => {
      await play(scenarioFile, historyFile, options, program, world);
    });
}

async function play(
  scenarioFile: string,
  historyFile: string,
  { until, respondent }: Options,
  program: Command,
  world: World,
): Promise<void> {
  // Loaded here: no other command needs the calendar.
  const { checkScenario } = await import('../service/scenarios/rules/rules.ts');
  const { simulate } = await import('../service/scenarios/simulation/simulation.ts');
  const opened = readScenarioFile(scenarioFile, bytesOf(scenarioFile));
  if (!opened.ok) throw refused(opened.faults);
  const { scenario, locate } = opened.read;
  const faults = locate(checkScenario(scenario));
  if (faults.length > 0) throw refused(faults);
  const history = readHistoryFile(historyFile, new TextDecoder().decode(bytesOf(historyFile)));
  if (!history.ok) throw refused(history.faults);
  const { timeline } = simulate(scenario, {
    history: [...history.lines],
    ...(until === undefined ? {} : { until }),
  });
  const shown = timeline.filter((entry) => (respondent ?? entry.respondent) === entry.respondent);
  const terminal = terminalOf(world);
  if (program.opts<{ json?: boolean }>().json === true) terminal.json({ timeline: shown });
  else print(shown, terminal);
}

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Failure(`${file} cannot be read.`, { code: 'file_unreadable', cause: error });
  }
}

function refused(faults: readonly FileFault[]): Failure {
  const message = 'Nothing was played; mend what is listed above.';
  return new Failure(message, { faults, code: 'file_invalid' });
}

function print(timeline: readonly SimulationEntry[], terminal: Terminal): void {
  const head = ['LOCAL TIME', 'RESPONDENT', 'OCCASION', 'STEP', 'WHAT', 'WHY'];
  const rows = timeline.map(({ local, respondent, occasion, step, what, why }) => [
    local,
    respondent,
    occasion === '' ? '–' : occasion,
    step ?? '–',
    what,
    why,
  ]);
  terminal.table(head, rows);
  const asked = timeline.filter(({ what }) => what === 'invited').length;
  terminal.say(`\n${asked} ${asked === 1 ? 'invitation' : 'invitations'}`);
}
