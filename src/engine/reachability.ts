/** Which screens and endings can never be seen, whatever is answered. */
import type { Screen, SurveyContent } from '../protocol/index.ts';

/** Indexes of screens to which no way leads. A condition may always hold or fail: values are not considered. */
export function unreachableScreens(content: SurveyContent): readonly number[] {
  const { screens } = content;
  const reached = reachedScreens(content);
  return [...screens.keys()].filter((index) => !reached.has(index));
}

/** Indexes of endings without a condition to which nobody is sent. */
export function unreachableEndings(content: SurveyContent): readonly number[] {
  const { screens, endings = [] } = content;
  const reached = reachedScreens(content);
  const named = new Set(
    screens.flatMap(({ goTo = [] }, index) => (reached.has(index) ? goTo.map(({ to }) => to) : [])),
  );
  return [...endings.keys()].filter((index) => {
    const ending = endings[index];
    return ending !== undefined && ending.if === undefined && !named.has(ending.id);
  });
}

/** Indexes of screens that somebody may see first. On one page to scroll that is all of them. */
export function firstScreens({ screens, layout }: SurveyContent): ReadonlySet<number> {
  if (layout === 'scroll') return new Set(screens.keys());
  const reached = new Set<number>();
  reach(screens, 0, reached);
  return reached;
}

function reachedScreens({ screens, layout }: SurveyContent): ReadonlySet<number> {
  if (layout === 'scroll') return new Set(screens.keys());
  const reached = new Set<number>();
  reach(screens, 0, reached);
  screens.forEach((screen, index) => {
    if (!reached.has(index)) return;
    for (const target of targets(screens, screen, index)) reach(screens, target, reached);
  });
  return reached;
}

/** A screen that may be hidden lets the next one come in its place; a loop, what follows the whole of it. */
function reach(screens: readonly Screen[], from: number, reached: Set<number>): void {
  for (const [offset, screen] of screens.slice(from).entries()) {
    const index = from + offset;
    reached.add(index);
    if (screen.loop !== undefined && screen.loop !== screens[index - 1]?.loop) {
      const rest = screens.slice(index).findIndex(({ loop }) => loop !== screen.loop);
      if (rest !== -1) reach(screens, index + rest, reached);
    }
    if (!mayHide(screen)) return;
  }
}

function mayHide({ showIf, questions }: Screen): boolean {
  return (
    showIf !== undefined ||
    questions.every((question) => question.type === 'hidden' || question.showIf !== undefined)
  );
}

/** Later screens that this one can lead to; the flow ignores the others. */
function targets(screens: readonly Screen[], screen: Screen, index: number): number[] {
  const goTos = screen.goTo ?? [];
  const named = goTos.map(({ to }) => screens.findIndex(({ id }) => id === to));
  const fallsThrough = goTos.every((goTo) => goTo.if !== undefined);
  return [...named.filter((target) => target > index), ...(fallsThrough ? [index + 1] : [])];
}
