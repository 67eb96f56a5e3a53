/**
 * The widget's style sheets as its build has left them for this page (scripts/hosted-styles.ts): the service knows
 * nothing of the widget's code. They stand in the page itself, so that nothing has to be fetched before it is drawn.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Logger } from 'pino';
import * as z from 'zod/mini';

import type { Question } from '../../protocol/index.ts';
import { FORM_STYLES } from './form-styles.ts';
import { usedStyles } from './used-styles.ts';

const Sheets = z.object({
  /** Of every screen. */
  base: z.string(),
  /** What single kinds of questions bring, by kind. */
  kinds: z.record(z.string(), z.string()),
});
export type Sheets = z.infer<typeof Sheets>;

export interface Sheet {
  readonly text: string;
  /** For the page's content security policy: `'sha256-…'`. */
  readonly source: string;
}

/** `dist/hosted` of this package, from `dist/service` and from `src/service` alike. */
const FOLDER = fileURLToPath(new URL('../../../dist/hosted', import.meta.url));

/** Without its looks a page still asks, and still takes answers. */
export async function loadSheets(log: Logger, folder = FOLDER): Promise<Sheets> {
  try {
    return Sheets.parse(JSON.parse(await readFile(join(folder, 'styles.json'), 'utf8')));
  } catch (error) {
    log.warn({ err: error, folder }, 'the hosted page has no styles: run "npm run build"');
    return { base: '', kinds: {} };
  }
}

/** @param html the page that it is for */
export function sheetFor(
  questions: readonly Question[],
  html: string,
  { base, kinds }: Sheets,
): Sheet {
  const own = new Set(questions.flatMap(kindsOf).map((kind) => kinds[kind] ?? ''));
  const text = usedStyles([base, ...own, FORM_STYLES].join('').replaceAll('\n', ''), html);
  return { text, source: hashSource(text) };
}

/** By the widget's names for what it loads (views/kinds/index.ts). A list that is searched with script is one of the system's without. */
function kindsOf(question: Question): readonly string[] {
  if (question.type === 'ranking') return ['ranking', 'dropdown'];
  if (question.type === 'single' && question.display === 'search') return ['dropdown'];
  return 'display' in question && question.display ? [question.display] : [question.type];
}

/** Of an inline style or script (CSP 3 section 2.3.1). */
export function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
