/** What can be wrong with an answer to each type of question: the codes for which it may bring words. */
import type { AnswerFault, QuestionType } from '../../protocol/index.ts';

const SCALE = ['required', 'type', 'scale'] as const;
const LENGTH = ['required', 'type', 'too_long'] as const;
const NONE = [] as const;

export const POSSIBLE_FAULTS: Readonly<Record<QuestionType, readonly AnswerFault[]>> = {
  nps: SCALE,
  csat: SCALE,
  ces: SCALE,
  rating: SCALE,
  single: ['required', 'type', 'choice'],
  multiple: ['required', 'type', 'choice', 'selection_min', 'selection_max', 'exclusive'],
  matrix: ['required', 'type', 'choice', 'rows_missing'],
  ranking: ['required', 'type', 'choice', 'selection_min', 'selection_max'],
  slider: ['required', 'type', 'number', 'step', 'too_small', 'too_large'],
  text: [...LENGTH, 'too_short', 'pattern'],
  email: [...LENGTH, 'email'],
  phone: [...LENGTH, 'phone'],
  url: [...LENGTH, 'url'],
  number: ['required', 'type', 'number', 'step', 'too_small', 'too_large'],
  date: ['required', 'type', 'date', 'too_early', 'too_late'],
  time: ['required', 'type', 'time', 'too_early', 'too_late'],
  address: [...LENGTH, 'part_missing'],
  contact: [...LENGTH, 'part_missing', 'email', 'phone'],
  consent: ['required', 'type'],
  file: ['required', 'type', 'file_type', 'file_size', 'file_count'],
  signature: LENGTH,
  statement: NONE,
  link: NONE,
  hidden: NONE,
};
