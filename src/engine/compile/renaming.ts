/** A copy of screens under other names: ids, and every reference among them. */
import type { Question, Screen } from '../../protocol/index.ts';

/** New names by old ones; what is not listed keeps its name. */
export interface Names {
  readonly answers: ReadonlyMap<string, string>;
  readonly screens: ReadonlyMap<string, string>;
}

export function renamedIn(screen: Omit<Screen, 'loop'>, names: Names): Omit<Screen, 'loop'> {
  const { id, questions, goTo, ...rest } = screen;
  return {
    ...references(rest, names),
    id: names.screens.get(id) ?? id,
    questions: questions.map((question) => renamedQuestion(question, names)),
    ...(goTo !== undefined && {
      goTo: goTo.map((entry) => ({
        ...references(entry, names),
        to: names.screens.get(entry.to) ?? entry.to,
      })),
    }),
  };
}

function renamedQuestion(question: Question, names: Names): Question {
  return { ...references(question, names), id: names.answers.get(question.id) ?? question.id };
}

/** The fields of conditions and expressions that name a question. */
const REFERENCES: ReadonlySet<string> = new Set(['answer', 'points', 'count']);
const ANSWER_PIPE = /(\{\{\s*answer\.)([A-Za-z][A-Za-z0-9_]*)/g;

/** All other strings can only refer by a pipe, wherever they stand: texts, addresses, templates. */
function references<T>(part: T, names: Names): T {
  if (typeof part === 'string') return piped(part, names) as T & string;
  if (Array.isArray(part)) return part.map((inner: unknown) => references(inner, names)) as T;
  if (typeof part !== 'object' || part === null) return part;
  const entries = Object.entries(part).map(([field, value]: [string, unknown]) =>
    typeof value === 'string' && REFERENCES.has(field)
      ? [field, names.answers.get(value) ?? value]
      : [field, references(value, names)],
  );
  return Object.fromEntries(entries) as T;
}

function piped(text: string, { answers }: Names): string {
  return text.replace(
    ANSWER_PIPE,
    (_written, before: string, id: string) => `${before}${answers.get(id) ?? id}`,
  );
}
