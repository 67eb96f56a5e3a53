/** Ids: each once, also those that the service makes of loops and of "other". */
import { compileSurvey } from '../compile.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { SurveyContent } from '../../protocol/index.ts';
import { fault } from './checking.ts';
import type { Checking } from './checking.ts';

export function checkIds(checking: Checking): void {
  const { content } = checking.outline;
  const screens = new Map<string, string>();
  const questions = new Map<string, string>();
  content.screens.forEach((screen, index) => {
    const pointer = `/screens/${index}`;
    once(screen.id, 'screens', `${pointer}/id`, screens, checking);
    screen.questions.forEach(({ id }, at) => {
      once(id, 'questions', `${pointer}/questions/${at}/id`, questions, checking);
    });
  });
  const endings = new Map<string, string>();
  (content.endings ?? []).forEach(({ id }, index) => {
    const pointer = `/endings/${index}/id`;
    once(id, 'endings', pointer, endings, checking);
    if (!screens.has(id)) return;
    const message = `A screen is called "${id}" too; nobody could tell where "go to" leads.`;
    fault(checking, pointer, 'id_repeated', message);
  });
}

function once(
  id: string,
  what: string,
  pointer: string,
  seen: Map<string, string>,
  checking: Checking,
): void {
  if (seen.has(id)) fault(checking, pointer, 'id_repeated', `Two ${what} are called "${id}".`);
  else seen.set(id, pointer);
}

/** What the survey becomes when it is published: only to be asked once the ids as written are sound. */
export function checkCompiled(checking: Checking): void {
  const { content } = checking.outline;
  const compiled = compileSurvey(content);
  const questions = compiled.screens.flatMap((screen) => screen.questions);
  const ids = [...questions, ...compiled.screens].map(({ id }) => id);
  const long = ids.find((id) => id.length > LIMITS.idLength);
  if (long !== undefined) {
    const message = `It becomes "${long}", which is longer than ${LIMITS.idLength} characters; shorten the ids.`;
    fault(checking, origin(long, content), 'id_too_long', message);
  }
  const twice = repeated(questions) ?? repeated(compiled.screens);
  if (twice !== undefined) {
    const message = `The service makes the id "${twice}" of "other" and of loops; call this one differently.`;
    fault(checking, origin(twice, content), 'id_reserved', message);
  }
  checkCount(compiled.screens.length, LIMITS.screensPerSurvey, 'screens', checking);
  checkCount(questions.length, LIMITS.questionsPerSurvey, 'questions', checking);
}

function repeated(named: readonly { readonly id: string }[]): string | undefined {
  const seen = new Set<string>();
  return named.find(({ id }) => seen.size === seen.add(id).size)?.id;
}

/** Where an id comes from: the screen or question of that name, else the one of which it was made. */
function origin(made: string, { screens }: SurveyContent): string {
  const written = screens.flatMap((screen, index) => [
    { id: screen.id, pointer: `/screens/${index}/id` },
    ...screen.questions.map(({ id }, at) => ({
      id,
      pointer: `/screens/${index}/questions/${at}/id`,
    })),
  ]);
  const exact = written.find(({ id }) => id === made);
  const source = written.find(({ id }) => made.startsWith(`${id}_`));
  return (exact ?? source)?.pointer ?? '/screens';
}

function checkCount(found: number, most: number, what: string, checking: Checking): void {
  if (found <= most) return;
  const message = `With all rounds of its loops it has ${found} ${what}; ${most} are possible.`;
  fault(checking, '/screens', 'too_many', message);
}
