/** Which screens can never be seen, whatever is answered. */
import type { Screen, SurveyContent } from '../protocol/index.ts';

/** Indexes of screens to which no way leads. A condition may always hold or fail: values are not considered. */
export function unreachableScreens({ screens }: SurveyContent): readonly number[] {
  const reached = new Set<number>();
  reach(screens, 0, reached);
  screens.forEach((screen, index) => {
    if (!reached.has(index)) return;
    for (const target of targets(screens, screen, index)) reach(screens, target, reached);
  });
  return [...screens.keys()].filter((index) => !reached.has(index));
}

/** Indexes of screens that somebody may see first. */
export function firstScreens({ screens }: SurveyContent): ReadonlySet<number> {
  const reached = new Set<number>();
  reach(screens, 0, reached);
  return reached;
}

/** A screen that may be hidden lets the next one come in its place. */
function reach(screens: readonly Screen[], from: number, reached: Set<number>): void {
  for (const [offset, screen] of screens.slice(from).entries()) {
    reached.add(from + offset);
    if (!mayHide(screen)) return;
  }
}

function mayHide(screen: Screen): boolean {
  return (
    screen.showIf !== undefined || screen.questions.every(({ showIf }) => showIf !== undefined)
  );
}

/** Later screens that this one can lead to; the flow ignores the others. */
function targets(screens: readonly Screen[], screen: Screen, index: number): number[] {
  const goTos = screen.goTo ?? [];
  const named = goTos.map(({ to }) => screens.findIndex(({ id }) => id === to));
  const fallsThrough = goTos.every((goTo) => goTo.if !== undefined);
  return [...named.filter((target) => target > index), ...(fallsThrough ? [index + 1] : [])];
}
