/** One press of the button: what was answered is judged by the engine, stored as every response is, and gone on from. */
import {
  answersOnPath,
  finishScreen,
  isAnswerable,
  mergeAnswers,
  normalised,
  path,
  previousScreen,
  standing,
  visibleAnswerables,
} from '../../engine/index.ts';
import type { Facts, Fault } from '../../engine/index.ts';
import type { Answers, ResponseReceipt, Screen } from '../../protocol/index.ts';
import { BACK } from './form-fields.ts';
import type { Passage } from './form-fields.ts';
import { givenIn } from './given.ts';
import type { Visit } from './visit.ts';

/** Stores a submission and says what became of it. */
export type Submit = (submission: unknown) => Promise<ResponseReceipt>;

export type Turn =
  /** To be shown next, with what is known, and what is wrong with it. */
  | {
      readonly kind: 'asking';
      readonly screen: Screen;
      readonly facts: Facts;
      readonly faults: Readonly<Record<string, Fault>>;
      /** Told once; the next press goes on. */
      readonly warnings: Readonly<Record<string, Fault>>;
    }
  | { readonly kind: 'thanks'; readonly facts: Facts }
  | { readonly kind: 'erased' }
  /** It is not accepted under this grant any more. */
  | { readonly kind: 'refused' };

interface Pressed {
  readonly form: URLSearchParams;
  readonly passage: Passage;
  readonly visit: Visit;
  /** RFC 3339. */
  readonly now: string;
}

export async function takeTurn(pressed: Pressed, submit: Submit): Promise<Turn> {
  const { visit, passage, form } = pressed;
  const { content, variables, stored } = visit;
  const facts: Facts = { answers: stored?.answers ?? {}, variables };
  if (stored?.status === 'completed') return { kind: 'thanks', facts };
  const screen = path(content, facts).find(({ id }) => id === passage.screen);
  // A door without a question, or a screen that what is known of this person has led past.
  if (screen === undefined) return onward(standing(content, facts), facts);
  const given: Facts = { variables, answers: withGiven(pressed, screen, facts.answers) };
  return form.has(BACK)
    ? back(pressed, screen, given, submit)
    : leave(pressed, screen, given, submit);
}

/** An answer that is the same as before was given before. */
function withGiven({ form, passage, now }: Pressed, screen: Screen, before: Answers): Answers {
  const answers: Answers = { ...before };
  for (const question of screen.questions.filter(isAnswerable)) {
    if (!passage.asked.includes(question.id)) continue;
    const earlier = Object.hasOwn(before, question.id) ? before[question.id] : undefined;
    const value = givenIn(form, question, earlier?.value ?? null);
    const isSame = JSON.stringify(earlier?.value) === JSON.stringify(value);
    answers[question.id] = earlier !== undefined && isSame ? earlier : { value, at: now };
  }
  return answers;
}

async function leave(
  pressed: Pressed,
  screen: Screen,
  given: Facts,
  submit: Submit,
): Promise<Turn> {
  const { visit, passage, now } = pressed;
  const { content } = visit;
  const finish = finishScreen(content, screen, given, now);
  const isNew = showsMore(pressed, screen, given);
  const faults = finish.ok ? {} : only(finish.faults, (id) => passage.asked.includes(id));
  const warnings = finish.ok ? only(finish.warnings, (id) => !passage.warned.includes(id)) : {};
  const isHeld = isNew || !finish.ok || Object.keys(warnings).length > 0;
  if (isHeld) return { kind: 'asking', screen, facts: given, faults, warnings };
  const facts = { ...given, answers: finish.answers };
  return store(pressed, facts, finish.next, submit);
}

/** An answer may bring a question to the same screen, which nobody has seen yet. */
function showsMore({ visit, passage }: Pressed, screen: Screen, given: Facts): boolean {
  const facts = { ...given, answers: normalised(screen, given.answers) };
  const visible = visibleAnswerables(visit.content, screen, facts);
  return visible.some(({ id }) => !passage.asked.includes(id));
}

/** What already fits is kept, so that it stands there when one comes back. */
async function back(pressed: Pressed, screen: Screen, given: Facts, submit: Submit): Promise<Turn> {
  const { content, stored } = pressed.visit;
  const before = stored?.answers ?? {};
  const finish = finishScreen(content, screen, given, pressed.now);
  const faulty = finish.ok ? {} : finish.faults;
  const fitting = Object.entries(given.answers).filter(
    ([id, { value }]) =>
      Object.hasOwn(before, id) || (value !== null && !Object.hasOwn(faulty, id)),
  );
  const answers = Object.fromEntries(
    fitting.map(([id, answer]) => [
      id,
      Object.hasOwn(faulty, id) ? (before[id] ?? answer) : answer,
    ]),
  );
  const facts = { ...given, answers };
  return store(pressed, facts, previousScreen(content, screen.id, facts) ?? screen, submit);
}

/** So often another device may have written meanwhile. */
const MEETINGS_MAX = 4;

async function store(
  pressed: Pressed,
  facts: Facts,
  next: Screen | null,
  submit: Submit,
  meetings = 0,
): Promise<Turn> {
  const { result, stored } = await submit(submissionOf(pressed, facts, next === null));
  if (result === 'erased') return { kind: 'erased' };
  if (result === 'refused' || meetings === MEETINGS_MAX) return { kind: 'refused' };
  // What is quarantined is kept for repair: it was received, and there is nothing that the visitor could do.
  if (result !== 'conflict') return onward(next, facts);
  if (stored === undefined || stored.status === 'completed') return { kind: 'thanks', facts };
  const answers = mergeAnswers(stored.answers, facts.answers);
  const met = { ...pressed, visit: { ...pressed.visit, stored } };
  return store(met, { ...facts, answers }, next, submit, meetings + 1);
}

function submissionOf({ visit, passage, now }: Pressed, facts: Facts, isDone: boolean) {
  const { content, response, grant, lang, stored } = visit;
  const startedAt = stored?.timings.startedAt ?? passage.started ?? now;
  return {
    id: response,
    grant,
    revision: (stored?.revision ?? 0) + 1,
    base: stored?.revision ?? 0,
    status: isDone ? 'completed' : 'partial',
    lang,
    answers: answersOnPath(content, facts),
    auto: { locale: lang, ...todayOf(facts) },
    timings: { startedAt, updatedAt: now, ...(isDone && { completedAt: now }) },
  };
}

function todayOf({ variables }: Facts): { readonly today?: string } {
  const today = variables['today'];
  return today?.source === 'auto' ? { today: String(today.value) } : {};
}

function onward(screen: Screen | null, facts: Facts): Turn {
  return screen === null
    ? { kind: 'thanks', facts }
    : { kind: 'asking', screen, facts, faults: {}, warnings: {} };
}

function only(
  faults: Readonly<Record<string, Fault>>,
  isWanted: (id: string) => boolean,
): Readonly<Record<string, Fault>> {
  return Object.fromEntries(Object.entries(faults).filter(([id]) => isWanted(id)));
}
