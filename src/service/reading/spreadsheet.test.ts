/**
 * LibreOffice opens what we export. It is asked where it is installed (`apt-get install libreoffice-calc-nogui`), and skipped where it
 * is not: it is larger than everything else that the tests need.
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { cleanText } from '../../engine/index.ts';
import { csvLine } from '../export/csv.ts';

const OFFICE = found('soffice');
const COUNT = 10_000;
/** Comma, quotes, UTF-8, from the first line, and each of two columns as text. */
const AS_TEXT = 'Text - txt - csv (StarCalc):44,34,76,1,1/2/2/2';
const TO_CSV = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false';
const FORMULAS = ['=1+1', '+1', '-1', '@SUM(1)', '=cmd|x', ' =1+1', '\t=1+1', '＝1+1', '"=1+1'];

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'otklik-office-'));
});
afterAll(() => rm(folder, { recursive: true }));

function found(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`]);
    return true;
  } catch {
    return false; // Then there is nothing to ask.
  }
}

async function converted(file: string, to: string, filter?: string): Promise<string> {
  const profile = `-env:UserInstallation=file://${folder}/profile`;
  const options = [profile, '--headless', '--convert-to', to, '--outdir', join(folder, 'out')];
  const open = filter === undefined ? [] : [`--infilter=${filter}`];
  await promisify(execFile)('soffice', [...options, ...open, file], { timeout: 180_000 });
  const [extension = ''] = to.split(':');
  const name =
    file
      .split('/')
      .at(-1)
      ?.replace(/\.\w+$/, `.${extension}`) ?? '';
  return await readFile(join(folder, 'out', name), 'utf8');
}

it.skipIf(!OFFICE)(
  'LibreOffice gives ten thousand answers back as they were',
  async () => {
    const texts = fc
      .sample(fc.string({ unit: 'grapheme', maxLength: 30 }), COUNT)
      // A spreadsheet's cell has no control characters, and no white space at its end of a line.
      .map((text) => `x${cleanText(text).replaceAll(/\p{Cc}/gu, '')}x`);
    const lines = texts.map((text, at) => csvLine([`r${at}`, text]));
    const file = join(folder, 'answers.csv');
    await writeFile(file, lines.join(''));
    const back = await converted(file, TO_CSV, AS_TEXT);
    const expected = texts.map((text, at) => `r${at},${text}`);
    const told = back
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/^(r\d+),"(.*)"$/, '$1,$2').replaceAll('""', '"'));
    expect(told).toEqual(expected);
  },
  240_000,
);

it.skipIf(!OFFICE)(
  'LibreOffice calculates nothing that somebody has answered',
  async () => {
    const file = join(folder, 'formulas.csv');
    await writeFile(file, FORMULAS.map((text) => csvLine([text, 'x'])).join(''));
    const sheet = await converted(file, 'fods');
    expect(sheet).toContain('office:spreadsheet');
    expect(sheet).not.toContain('table:formula');
    // It would find them where nobody has defused them.
    await writeFile(join(folder, 'live.csv'), '=1+1,x\r\n');
    expect(await converted(join(folder, 'live.csv'), 'fods')).toContain('table:formula');
  },
  240_000,
);
