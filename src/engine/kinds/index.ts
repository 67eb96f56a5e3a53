/** What each type of question takes for an answer. */
import type { AnswerableQuestion } from '../answerable.ts';
import type { Facts } from '../facts.ts';
import type { Verdict } from '../verdict.ts';
import { multiple, single } from './choices.ts';
import { email } from './email.ts';
import { file } from './file.ts';
import type { Given, Judge } from './judge.ts';
import { matrix } from './matrix.ts';
import { date, time } from './moments.ts';
import { number, slider } from './numbers.ts';
import { parts } from './parts.ts';
import { phone } from './phone.ts';
import { ranking } from './ranking.ts';
import { ces, csat, nps, rating } from './scale.ts';
import { signature } from './signature.ts';
import { text } from './text.ts';
import { tick } from './tick.ts';
import { url } from './url.ts';

const JUDGES: { readonly [T in AnswerableQuestion['type']]: Judge<T> } = {
  nps,
  csat,
  ces,
  rating,
  single,
  multiple,
  matrix,
  ranking,
  slider,
  text,
  email: (_question, given) => email(given),
  phone: (_question, given) => phone(given),
  url: (_question, given) => url(given),
  number,
  date,
  time,
  address: parts,
  contact: parts,
  consent: (_question, given) => tick(given),
  file,
  signature: (_question, given) => signature(given),
  link: (_question, given) => tick(given),
};

export function judgeByType(
  question: AnswerableQuestion,
  given: Given,
  facts: Facts | undefined,
): Verdict {
  return (JUDGES[question.type] as Judge<AnswerableQuestion['type']>)(question, given, facts);
}
