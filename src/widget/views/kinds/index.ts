/** Which code draws a question. What is not named here came with the script. */
import type { Question } from '../../../protocol/question.ts';
import type * as RichModule from '../rich.ts';
import type { Kind, Kinds } from './kind.ts';

type Chunk = () => Promise<{ readonly kinds: Kinds }>;

const fields: Chunk = () => import('./fields.ts');
const parts: Chunk = () => import('./parts.ts');
const picks: Chunk = () => import('./picks.ts');
const deeds: Chunk = () => import('./deeds.ts');

export const CHUNKS: Readonly<Record<string, Chunk>> = {
  phone: fields,
  url: fields,
  number: fields,
  date: fields,
  time: fields,
  counter: fields,
  address: parts,
  contact: parts,
  dropdown: picks,
  pictures: picks,
  search: () => import('./search.ts'),
  matrix: () => import('./matrix.ts'),
  ranking: () => import('./ranking.ts'),
  slider: () => import('./slider.ts'),
  consent: deeds,
  link: deeds,
  file: () => import('./file.ts'),
  signature: () => import('./signature.ts'),
};

/** As it looks in JSON: emphasis, a link, a list. */
const MARKUP = /\*\S|\]\(|(\\n|")- /;

/** Shared by all elements of the page, as the chunks themselves are. */
export const loaded: Record<string, Kind> = {};
/** Of the kinds that have come, in that order. */
export const kindStyles: string[] = [];
export let markup: typeof RichModule | undefined;

export function kindOf(question: Question): string {
  if ('display' in question && question.display) return question.display;
  return 'counter' in question && question.counter ? 'counter' : question.type;
}

/** Fetches what these questions need and the page has not got. Rejects when that cannot be had. */
export async function equip(questions: readonly Question[]): Promise<void> {
  const wanted = questions.map(async (question) => {
    const name = kindOf(question);
    const chunk = CHUNKS[name];
    if (!chunk || loaded[name]) return;
    const { kinds } = await chunk();
    Object.assign(loaded, kinds);
    for (const { styles } of Object.values(kinds)) {
      if (styles && !kindStyles.includes(styles)) kindStyles.push(styles);
    }
  });
  if (!markup && MARKUP.test(JSON.stringify(questions))) markup = await import('../rich.ts');
  await Promise.all(wanted);
}
