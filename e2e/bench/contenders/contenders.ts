/** Who takes part, and what each puts on the page. One server serves them all, brotli 11 throughout. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { SurveyContent } from 'otklik/protocol';
import { build } from 'vite';

export interface Contender {
  readonly name: string;
  /** Elements for the page's head, parsed with it, as an integrator would write them. */
  readonly head: string;
  /** The element that is put into the page when the clock starts. */
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The script that is put in together with the element. */
  readonly script: string;
}

/** Of the question after the first, whatever it is: all say it in these words. */
export const nextTitle = 'What is the reason for your score?';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** What one would write by hand. */
export const floor: Contender = {
  name: 'floor',
  head: '',
  tag: 'survey-floor',
  attributes: {},
  script: '/floor.js',
};

/** The product, with one of the stage's surveys. */
export function otklik(survey: string, name = 'otklik'): Contender {
  const tokens = `/survey-token?survey=${survey}`;
  return {
    name,
    head: `<link rel="preload" as="fetch" crossorigin href="${tokens}" />`,
    tag: 'otklik-survey',
    attributes: { survey, 'token-url': tokens, lang: 'en', display: 'sheet' },
    script: '/otklik.js',
  };
}

export const contenders: readonly Contender[] = [
  floor,
  { name: 'bare Lit', head: '', tag: 'survey-lit', attributes: {}, script: '/lit.js' },
  otklik('srv_bench'),
];

/** The scripts that are not the product's own, minified as it is. */
export async function contenderScripts(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['/floor.js', await bundle('floor.js')],
    ['/lit.js', await bundle('lit.js')],
  ]);
}

async function bundle(file: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2021',
      modulePreload: { polyfill: false },
      rolldownOptions: { input: here(file), output: { format: 'es' } },
    },
  });
  const outputs = [result].flat().flatMap((part) => ('output' in part ? part.output : []));
  const chunk = outputs.find((output) => output.type === 'chunk');
  if (chunk === undefined) throw new Error(`nothing came out of ${file}`);
  return chunk.code;
}

/** The survey of the scenario: one NPS question, then an optional text, then thanks. */
export async function benchSurvey(): Promise<SurveyContent> {
  return JSON.parse(await readFile(here('survey.json'), 'utf8')) as SurveyContent;
}
