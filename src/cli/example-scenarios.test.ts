/** The scenarios that come with the product, and the surveys that they ask. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { checkScenario } from '../service/scenarios/rules/rules.ts';

import { readScenarioFile } from './scenario-file.ts';
import { readSurveyFile } from './survey-file.ts';

const examples = join(import.meta.dirname, '../../examples');
const surveys = new Map(
  globSync('surveys/**/*.json', { cwd: examples }).map((name) => {
    const read = readSurveyFile(name, readFileSync(join(examples, name)));
    if (!read.ok) throw new Error(name);
    return [read.survey.id, read.survey.content] as const;
  }),
);

test.each(globSync('scenarios/*.json', { cwd: examples }))('%s may be published', (name) => {
  const opened = readScenarioFile(name, readFileSync(join(examples, name)));
  if (!opened.ok) throw new Error(JSON.stringify(opened.faults));
  expect(checkScenario(opened.read.scenario, surveys)).toEqual([]);
});
