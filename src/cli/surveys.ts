import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';

import { OtklikError } from '../backend/index.ts';
import type { OtklikClient } from '../backend/index.ts';
import type { Survey } from '../protocol/index.ts';

import { connectionOf } from './connection.ts';
import { Failure } from './failure.ts';
import { faultLine } from './document-file.ts';
import { readSurveyFile } from './survey-file.ts';
import type { FileFault } from './document-file.ts';
import type { SurveyFile } from './survey-file.ts';
import { shortTime, terminalOf } from './terminal.ts';
import type { World } from './world.ts';

export function addSurveys(program: Command, world: World): void {
  const surveys = program.command('surveys').description('surveys, from JSON files');
  addPush(surveys, world);
  addPublish(surveys, world);
  addList(surveys, world);
}

interface Pushed {
  readonly file: string;
  readonly id: string;
  readonly status: string;
  readonly version: number | null;
}

function addPush(surveys: Command, world: World): void {
  surveys
    .command('push')
    .description('write survey files to the service as drafts')
    .argument('<file...>', 'JSON files: { "id": "srv_…", "title": … }')
    .option('--publish', 'and publish them')
    .addHelpText(
      'after',
      `
All files are checked before any is sent. What is wrong is said as file:line:column.

Examples:
  $ otklik surveys push surveys/delivery.json
  $ otklik surveys push surveys/*.json --publish

A small survey:
  {
    "id": "srv_hello",
    "title": { "en": "Hello" },
    "defaultLanguage": "en",
    "screens": [
      { "id": "one", "questions": [
        { "id": "score", "type": "nps", "title": { "en": "Would you recommend us?" } } ] }
    ],
    "thanks": { "title": { "en": "Thank you!" } }
  }`,
    )
    .action(async (files: string[], _, command: Command) => {
      const { publish, json } = command.optsWithGlobals<{ publish?: true; json?: true }>();
      const read = await readAll(files);
      const client = connectionOf(command, world).client();
      const terminal = terminalOf(world);
      const pushed: Pushed[] = [];
      for (const survey of read) {
        // eslint-disable-next-line no-await-in-loop -- in the order given, so that a refusal is clear
        const one = await push(client, survey, publish ?? false);
        pushed.push(one);
        for (const warning of survey.warnings) terminal.note(`Warning: ${faultLine(warning)}`);
        if (!json) terminal.say(`${one.file}: ${sentence(one)}`);
      }
      if (json) terminal.json(pushed);
    });
}

function sentence({ id, status, version }: Pushed): string {
  return status === 'published' ? `${id} is published as version ${version}.` : `${id} is a draft.`;
}

/** The files' surveys; throws with the faults of all of them. */
async function readAll(files: readonly string[]): Promise<SurveyFile[]> {
  const results = await Promise.all(
    files.map(async (file) => readSurveyFile(file, await bytesOf(file))),
  );
  const faults = results.flatMap((result) => (result.ok ? [] : result.faults));
  if (faults.length > 0) throw faulty(faults);
  const surveys = results.flatMap((result) => (result.ok ? [result.survey] : []));
  const double = surveys.find(({ id }, i) => surveys.findIndex((other) => other.id === id) < i);
  if (double !== undefined) {
    throw faulty(
      double.locate([
        { pointer: '/id', code: 'custom', message: 'is also the id of another file' },
      ]),
    );
  }
  return surveys;
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    const why = {
      ENOENT: 'there is no such file',
      EISDIR: 'it is a folder',
      EACCES: 'it may not be read',
    }[code];
    throw new Failure(`Cannot read ${file}: ${why ?? code}.`, { code: 'file_unreadable', cause });
  }
}

async function push(client: OtklikClient, survey: SurveyFile, publish: boolean): Promise<Pushed> {
  const { file, id, content } = survey;
  try {
    const draft = await client.putSurvey({ id, draft: content });
    if (!publish) return { file, id, status: 'draft', version: draft.version };
    const { version } = await client.publishSurvey({ id });
    return { file, id, status: 'published', version };
  } catch (error) {
    if (!(error instanceof OtklikError) || error.errors.length === 0) throw error;
    throw faulty(survey.locate(error.errors), error);
  }
}

function faulty(faults: readonly FileFault[], cause?: unknown): Failure {
  const count = faults.length === 1 ? 'one place' : `${faults.length} places`;
  const message = `Nothing more was sent: mend ${count} and push again.`;
  return new Failure(message, { faults, code: 'survey_invalid', cause });
}

function addPublish(surveys: Command, world: World): void {
  surveys
    .command('publish')
    .description('freeze drafts as their next version, and ask with it from now on')
    .argument('<id...>', 'srv_…, as "otklik surveys list" shows it')
    .action(async (ids: string[], _, command: Command) => {
      const client = connectionOf(command, world).client();
      const { json } = command.optsWithGlobals<{ json?: true }>();
      const terminal = terminalOf(world);
      const published: { id: string; version: number; publishedAt: string }[] = [];
      for (const id of ids) {
        // eslint-disable-next-line no-await-in-loop -- the first refusal ends it
        const { version, publishedAt } = await client.publishSurvey({ id });
        published.push({ id, version, publishedAt });
        if (!json) terminal.say(sentence({ file: '', id, status: 'published', version }));
      }
      if (json) terminal.json(published);
    });
}

function addList(surveys: Command, world: World): void {
  surveys
    .command('list')
    .description('list the surveys of the project')
    .action(async (_, command: Command) => {
      const { json } = command.optsWithGlobals<{ json?: true }>();
      const found: Survey[] = [];
      for await (const one of connectionOf(command, world).client().listSurveys.all())
        found.push(one);
      const terminal = terminalOf(world);
      if (json) return terminal.json(found.map(summary));
      if (found.length === 0) {
        return terminal.note('No surveys yet; "otklik surveys push my-survey.json" makes one.');
      }
      terminal.table(
        ['ID', 'TITLE', 'STATUS', 'VERSION', 'CHANGED (UTC)'],
        found
          .map(summary)
          .map(({ id, title, status, version, updatedAt }) => [
            id,
            title,
            status,
            version === null ? '–' : String(version),
            shortTime(updatedAt),
          ]),
      );
    });
}

function summary({ id, draft, status, version, createdAt, updatedAt }: Survey) {
  const title = draft.title[draft.defaultLanguage] ?? '';
  return { id, title, status, version, createdAt, updatedAt };
}
