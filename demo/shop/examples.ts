import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The surveys that come with the product, which the playground opens. */
export const examplesFolder = join(import.meta.dirname, '../../examples/surveys');

export interface Example {
  /** Below the folder, such as `questions/nps.json`. */
  readonly file: string;
  readonly title: Readonly<Record<string, string>>;
}

/** Of every type of question one, by type. */
export const questionExamples: ReadonlyMap<string, Example> = new Map(
  named('questions/*.json').map((example) => [
    example.file.replace(/^questions\/|\.json$/g, ''),
    example,
  ]),
);

export const surveyExamples: readonly Example[] = named('*.json');

export function exampleText({ file }: Example): string {
  return readFileSync(join(examplesFolder, file), 'utf8');
}

function named(pattern: string): Example[] {
  const files = globSync(pattern, { cwd: examplesFolder }).sort();
  return files.map((file) => {
    const { title } = JSON.parse(readFileSync(join(examplesFolder, file), 'utf8')) as Example;
    return { file, title };
  });
}
