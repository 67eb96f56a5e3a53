/** Pure survey logic on protocol types, the same in widget and service. Zod-free, no DOM, no node. */
export { holds } from './condition.ts';
export type { Facts } from './facts.ts';
export {
  finishScreen,
  firstScreen,
  isFinished,
  nextScreen,
  path,
  previousScreen,
  progress,
  visibleAnswerables,
  visibleQuestions,
} from './flow.ts';
export type { Finish } from './flow.ts';
export { answersOnPath, mergeAnswers, questionStatuses } from './statuses.ts';
export { cleanText, pipe, readable, textIn } from './text.ts';
export type { Piping } from './text.ts';
export { isAnswerable, validateAnswer } from './validation.ts';
export type { AnswerableQuestion, AnswerFault, Fault, Verdict } from './validation.ts';
export { collectVariables } from './variables.ts';
export type { CollectedVariables, VariableSources } from './variables.ts';
