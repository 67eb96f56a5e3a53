import type { Plural } from '../plural.ts';

const characters: Plural = { one: '{n} character left', other: '{n} characters left' };
const charactersMin: Plural = {
  one: 'Please write at least {n} character.',
  other: 'Please write at least {n} characters.',
};
const charactersMax: Plural = {
  one: 'That is too long: {n} character at most.',
  other: 'That is too long: {n} characters at most.',
};
const selectionMin: Plural = {
  one: 'Please choose at least {n} answer.',
  other: 'Please choose at least {n} answers.',
};
const selectionMax: Plural = {
  one: 'Please choose {n} answer at most.',
  other: 'Please choose {n} answers at most.',
};
const files: Plural = {
  one: 'Please add {n} file at most.',
  other: 'Please add {n} files at most.',
};

/** What comes after the first question, or instead of it. Faults are named as in `AnswerFault`. */
export const later = {
  appeared: 'A short survey has opened: {title}',
  saving: 'Saving…',
  retry: 'Try again',
  language: 'Language',
  postpone: 'Later',
  charactersLeft: characters,
  goOnAnyway: 'Press the button again to go on anyway.',
  questionMissing:
    'The next question could not be loaded. Please check the connection and try again.',
  leaving: 'You are being taken on…',

  required: 'Please answer this question.',
  selection_min: selectionMin,
  selection_max: selectionMax,
  rows_missing: 'Please answer every row.',
  too_short: charactersMin,
  too_long: charactersMax,
  pattern: 'This does not have the expected form.',
  email: 'That does not look like an e-mail address.',
  phone: 'That does not look like a telephone number.',
  url: 'That does not look like a web address.',
  number: 'Please enter a number.',
  step: 'Please enter a multiple of {n}.',
  whole: 'Please enter a whole number.',
  too_small: 'Please enter {n} or more.',
  too_large: 'Please enter {n} or less.',
  date: 'Please enter a complete date.',
  time: 'Please enter a complete time.',
  too_early: 'Not before {n}, please.',
  too_late: 'Not after {n}, please.',
  part_missing: 'Please fill in: {item}.',
  file_type: 'Files of this kind cannot be sent here.',
  file_size: 'This file is too large: {n} MB at most.',
  file_count: files,
  invalid: 'Please check this answer.',

  sent: 'Your answers have been received.',
  sending: 'Sending your answers…',
  filesFollow: 'Your answers have been received. Your files will follow.',
  saved: 'Your answers are kept on this device and will be sent when there is a connection.',
  memory:
    'Your answers could not be kept on this device. Please leave this page open until they are sent.',
  blocked: 'Your answers are kept on this device. They could not be accepted yet.',
  keepCopy: 'Save a copy of my answers',
  erased: 'Your data was erased on request, so these answers were not kept.',

  failed: 'The survey cannot be shown right now.',
  failedNetwork: 'The survey could not be loaded. Please check the connection.',
  failedExpired: 'This survey link is no longer valid. Please reload the page.',
  failedClosed: 'This survey is closed. Thank you for your interest.',
};
