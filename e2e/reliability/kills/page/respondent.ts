/** A person at the page: answers one occasion after the other, and reports what is tried and what is told. */
import type { Values } from '../../ledger.ts';
import type { Screens, Turn } from '../people.ts';
import { keptOnDisk } from './disk.ts';
import { deliveryText, pause, press, put, until, whereabouts } from './hands.ts';
import { tellerOf, turnOf } from './ledger-line.ts';
import type { Tell } from './ledger-line.ts';

export interface Setting {
  /** Of the ledger. */
  readonly ledger: string;
  /** Where the widget comes from. */
  readonly service: string;
  readonly screens: Screens;
}

/** After so long without anything to see a person reloads the page. */
const PATIENCE_MS = 6000;

/** The address says whether the person answers, or only lets the page bring out what waits. */
export async function live({ ledger, service, screens }: Setting): Promise<void> {
  const isDrain = location.search === '?drain';
  const turn = turnOf(ledger);
  const tell = tellerOf(ledger, turn.occasion);
  tell({ kind: 'opened', disk: await keptOnDisk() });
  listen(tell);
  embed(service, turn);
  if (isDrain) return drained(tell);
  await answer(turn.plan, screens, tell);
  location.reload();
}

/** As the manual says it. */
function embed(service: string, { occasion, respondent }: Turn): void {
  const element = document.createElement('otklik-survey');
  const query = new URLSearchParams({ occasion, respondent });
  element.setAttribute('token-url', `/survey-token?${query}`);
  const script = document.createElement('script');
  script.type = 'module';
  script.src = `${service}/otklik.js`;
  document.body.append(element, script);
}

function listen(tell: Tell): void {
  document.addEventListener('otklik-answered', ({ answers }) => {
    const values = Object.entries(answers).map(([question, { value }]) => [question, value]);
    tell({ kind: 'answered', answers: Object.fromEntries(values) as Values });
  });
  document.addEventListener('otklik-delivery', ({ responseId: response, delivery, storage }) => {
    tell({ kind: 'delivery', response, delivery, storage });
  });
  document.addEventListener('otklik-error', ({ code, problem }) => {
    tell({ kind: 'trouble', code, problem });
  });
}

/** Until the occasion is over, or nothing happens any more. */
async function answer(plan: Turn['plan'], screens: Screens, tell: Tell): Promise<void> {
  let hasDoubted = false;
  for (;;) {
    const at = await until(() => whereabouts(screens), PATIENCE_MS);
    if (at === undefined) return tell({ kind: 'trouble', code: 'nothing_to_see', problem: '' });
    if (at === 'failed') {
      if (!press('retry')) return;
      await until(() => (whereabouts(screens) === 'failed' ? undefined : true), PATIENCE_MS);
      continue;
    }
    if (at === 'thanks') await linger(plan.lingerMs, tell);
    if (at === 'thanks' || at === 'not-asked' || at === plan.leavesAt)
      return tell({ kind: 'over' });
    const isDoubt = hasDoubted && at === plan.doubts?.screen;
    const values = (isDoubt ? plan.doubts?.answers : plan.answers[at]) ?? {};
    if (!(await answerScreen(at, values, plan, screens, tell))) return;
    if (at !== plan.doubts?.screen || hasDoubted) continue;
    hasDoubted = true;
    press('back');
    await until(() => (whereabouts(screens) === at ? true : undefined), PATIENCE_MS);
  }
}

/** @returns whether the screen has moved */
async function answerScreen(
  at: string,
  values: Values,
  { taps, pauseMs }: Turn['plan'],
  screens: Screens,
  tell: Tell,
): Promise<boolean> {
  const questions = screens.find(({ id }) => id === at)?.questions ?? {};
  await pause(pauseMs);
  tell({ kind: 'tries', answers: values, isLast: at === screens.at(-1)?.id });
  for (const [question, known] of Object.entries(questions)) {
    put(question, known, values[question] ?? null, taps);
  }
  const hasLeft = (): true | undefined => (whereabouts(screens) === at ? undefined : true);
  const [only, ...others] = Object.values(questions);
  const isOneTap = taps && only !== 'words' && others.length === 0;
  const hasMoved = isOneTap && (await until(hasLeft, 1500));
  if (hasMoved !== true) press('next');
  if ((await until(hasLeft, PATIENCE_MS)) === undefined) {
    tell({ kind: 'trouble', code: 'stuck', problem: at });
    return false;
  }
  tell({ kind: 'moved', answers: values });
  return true;
}

/** Reads what the thanks say of the answers, as long as the person stays. */
async function linger(ms: number, tell: Tell): Promise<void> {
  let says = '';
  await until(() => {
    const said = deliveryText();
    if (said !== says) tell({ kind: 'thanks', says: said });
    says = said;
    return undefined;
  }, ms + 20);
}

/** The page stays open until nothing waits any more. */
async function drained(tell: Tell): Promise<void> {
  while ((await keptOnDisk()).some(({ isPending }) => isPending)) await pause(100);
  tell({ kind: 'drained' });
}
