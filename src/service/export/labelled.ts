/** The same table in the words of the survey, in one language. */
import { answerText } from '../../engine/answer-text.ts';
import { readable } from '../../engine/index.ts';
import type { Piping } from '../../engine/index.ts';
import type { Question, StoredResponse, SurveyContent } from '../../protocol/index.ts';
import type { Column } from './columns.ts';
import type { Cell } from './csv.ts';

const NOTHING: Piping['facts'] = { answers: {}, variables: {} };

/** @param versions by number */
export function labelled(
  columns: readonly Column[],
  versions: ReadonlyMap<number, SurveyContent>,
  lang: string | undefined,
): readonly Column[] {
  const latest = [...versions.values()].toReversed();
  const taken = new Set<string>();
  return columns.map((column) => {
    const header = unique(headerOf(column, latest, lang), column.header, taken);
    return column.question === undefined
      ? { ...column, header }
      : { ...column, header, cell: (response) => wordsOf(column, response, versions, lang) };
  });
}

/** By the newest version that has the question. */
function headerOf(
  { header, question, part }: Column,
  latest: readonly SurveyContent[],
  lang: string | undefined,
): string {
  if (question === undefined) return header;
  for (const content of latest) {
    const found = questionIn(content, question);
    if (found?.title === undefined) continue;
    const speech = { facts: NOTHING, content, lang: lang ?? content.defaultLanguage };
    const title = readable(found.title, speech);
    return part === undefined ? title : `${title} – ${partTitle(found, part, speech)}`;
  }
  return header;
}

function partTitle(question: Question, part: string, speech: Piping): string {
  const row = question.type === 'matrix' ? question.rows.find(({ id }) => id === part) : undefined;
  return row === undefined ? part : readable(row.label, speech);
}

/** Two questions may say the same. */
function unique(words: string, id: string, taken: Set<string>): string {
  const header = words === '' || taken.has(words) ? `${words} (${id})`.trim() : words;
  taken.add(header);
  return header;
}

/** Numbers stay numbers. */
function wordsOf(
  { question = '', part, cell }: Column,
  response: StoredResponse,
  versions: ReadonlyMap<number, SurveyContent>,
  lang: string | undefined,
): Cell {
  const plain = cell(response);
  const content = versions.get(response.version);
  if (typeof plain !== 'string' || content === undefined) return plain;
  const { answers, variables } = response;
  const speech = {
    facts: { answers, variables },
    content,
    lang: lang ?? content.defaultLanguage,
    seed: response.id,
  };
  return answerText(question, part, '', speech);
}

function questionIn({ screens }: SurveyContent, id: string): Question | undefined {
  return screens.flatMap(({ questions }) => questions).find((question) => question.id === id);
}
