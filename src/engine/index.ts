/** Pure survey logic on protocol types, the same in widget and service. Zod-free, no DOM, no node. */
export { isAnswerable } from './answerable.ts';
export type { AnswerableQuestion } from './answerable.ts';
export { chosenOf } from './chosen.ts';
export { cleanText } from './clean-text.ts';
export { holds } from './condition.ts';
export { endingOf } from './endings.ts';
export type { Farewell } from './endings.ts';
export type { Facts } from './facts.ts';
export { finishScreen } from './finish.ts';
export {
  firstScreen,
  isFinished,
  nextScreen,
  path,
  previousScreen,
  standing,
  visibleAnswerables,
  visibleQuestions,
} from './flow.ts';
export { settled } from './hidden.ts';
export { normalised } from './normalised.ts';
export { firstOutlook, outlookOf } from './outlook.ts';
export { partsOf } from './parts.ts';
export { progress } from './progress.ts';
export { answersOnPath, mergeAnswers, questionStatuses } from './statuses.ts';
export { prepared, textIn } from './prepared-text.ts';
export { pipe, readable } from './text.ts';
export type { Piping } from './text.ts';
export { validateAnswer } from './validation.ts';
export type { Fault } from './validation.ts';
export { collectVariables } from './variables.ts';
