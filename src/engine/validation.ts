/** One verdict on one answer, the same in widget and service. */
import type { AnswerValue } from '../protocol/index.ts';
import type { AnswerableQuestion } from './answerable.ts';
import { isBlank } from './blank.ts';
import { holds } from './condition.ts';
import type { Facts } from './facts.ts';
import { judgeByType } from './kinds/index.ts';
import { isRequired } from './required.ts';
import { accept, refuse } from './verdict.ts';
import type { Fault, Verdict } from './verdict.ts';

export type { Fault, Verdict } from './verdict.ts';

/**
 * Normalises and judges: by type, then whether there has to be an answer, then by the question's own rules.
 * An empty answer is `null`; what is accepted is accepted again as it is.
 *
 * @param facts settled (hidden.ts); without them nothing is judged that depends on other answers or on today
 */
export function validateAnswer(
  question: AnswerableQuestion,
  given: AnswerValue,
  facts?: Facts,
): Verdict {
  const verdict = isEmpty(given) ? accept(null) : judgeByType(question, given, facts);
  if (!verdict.ok) return verdict;
  if (verdict.value === null) return isRequired(question, facts) ? refuse('required') : verdict;
  return facts === undefined ? verdict : judgeByRules(question, verdict.value, facts);
}

function isEmpty(given: AnswerValue): given is null {
  if (typeof given === 'string') return isBlank(given);
  return given === null || (typeof given === 'object' && Object.keys(given).length === 0);
}

/** The first error; without one the first warning. */
function judgeByRules(question: AnswerableQuestion, value: AnswerValue, facts: Facts): Verdict {
  const rules = 'rules' in question ? (question.rules ?? []) : [];
  if (rules.length === 0) return accept(value);
  const answers = { ...facts.answers, [question.id]: { value, at: '' } };
  const broken = rules.flatMap(({ must, level }, rule) =>
    holds(must, { ...facts, answers }) ? [] : [{ rule, isWarning: level === 'warning' }],
  );
  const worst = broken.find(({ isWarning }) => !isWarning) ?? broken[0];
  if (worst === undefined) return accept(value);
  const fault: Fault = { code: 'rule', rule: worst.rule };
  return worst.isWarning ? { ok: true, value, warning: fault } : { ok: false, fault };
}
