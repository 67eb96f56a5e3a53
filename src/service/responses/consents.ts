/** What somebody has agreed to, kept with the agreement: the words that stood there, and the document's version. */
import type { Facts } from '../../engine/index.ts';
import { readable } from '../../engine/index.ts';
import type { Answers, ConsentProof, QuestionOf, SurveyContent } from '../../protocol/index.ts';
import { sha256 } from '../hash.ts';

/**
 * @param lang of the response: in which the words were read, unless the answer names another one
 * @param facts settled, by which the words were filled
 */
export function withConsents(
  answers: Answers,
  content: SurveyContent,
  lang: string,
  facts: Facts,
): Answers {
  const proven = { ...answers };
  for (const question of content.screens.flatMap(({ questions }) => questions)) {
    const answer = Object.hasOwn(answers, question.id) ? answers[question.id] : undefined;
    if (question.type !== 'consent' || answer?.value !== true) continue;
    const read = answer.lang ?? lang;
    const words = readable(question.label, { facts, content, lang: read });
    proven[question.id] = { ...answer, consent: proofOf(question, words, read) };
  }
  return proven;
}

function proofOf({ document }: QuestionOf<'consent'>, words: string, lang: string): ConsentProof {
  return {
    textHash: sha256(words),
    lang,
    ...(document !== undefined && { documentVersion: document.version }),
  };
}
