/** How high the survey would like to be, and that it has gone: for an app that gives it a view of its own. */
import type { Saying } from './channel.ts';
import { aboutOf } from './hosted-survey.ts';
import type { HostedSurvey } from './hosted-survey.ts';

export function measure(survey: HostedSurvey, say: (saying: Saying) => void): void {
  const root = survey.shadowRoot;
  if (root === null) return;
  let last = -1;
  let about = aboutOf(survey);
  let isPlanned = false;
  const tell = (): void => {
    isPlanned = false;
    const height = heightIn(root);
    if (height === undefined || height === last) return;
    last = height;
    say({ type: 'resize', ...about, height });
  };
  const plan = (): void => {
    if (!isPlanned) requestAnimationFrame(tell);
    isPlanned = true;
  };
  const sizes = new ResizeObserver(plan);
  const look = (): void => {
    const box = boxIn(root);
    if (box) sizes.observe(box);
    plan();
  };
  new MutationObserver(look).observe(root, { childList: true, subtree: true, characterData: true });
  look();
  survey.addEventListener('otklik-shown', () => {
    about = aboutOf(survey);
  });
  new MutationObserver(([{ oldValue } = { oldValue: null }]) => {
    if (oldValue === null || survey.open) return;
    last = -1;
    say({ type: 'close', ...about });
  }).observe(survey, { attributeFilter: ['open'], attributeOldValue: true });
}

function boxIn(root: ShadowRoot): HTMLElement | null {
  return root.querySelector('[part=survey]');
}

/** Of all that is in it, also where it has less room and scrolls. */
function heightIn(root: ShadowRoot): number | undefined {
  const box = boxIn(root);
  if (box === null || box.offsetHeight === 0) return undefined;
  return box.scrollHeight + box.offsetHeight - box.clientHeight;
}
