/** Pure survey logic on protocol types, the same in widget and service. Zod-free, no DOM, no node. */
export { isAnswerable } from './answerable.ts';
export type { AnswerableQuestion } from './answerable.ts';
export { cleanText } from './clean-text.ts';
export { holds } from './condition.ts';
export type { Facts } from './facts.ts';
export { finishScreen } from './finish.ts';
export {
  firstScreen,
  isFinished,
  nextScreen,
  path,
  previousScreen,
  visibleAnswerables,
  visibleQuestions,
} from './flow.ts';
export { firstOutlook, outlookOf } from './outlook.ts';
export { progress } from './progress.ts';
export { answersOnPath, mergeAnswers, questionStatuses } from './statuses.ts';
export { preparedText } from './prepared-text.ts';
export { pipe, readable } from './text.ts';
export type { Piping } from './text.ts';
export { validateAnswer } from './validation.ts';
export type { Fault } from './validation.ts';
export { collectVariables } from './variables.ts';
