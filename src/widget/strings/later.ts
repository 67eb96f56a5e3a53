/** The words that come after the first question, or instead of it. */
import type { FirstStrings, Strings } from './index.ts';

export const laterEn = {
  appeared: 'A short survey has opened: {title}',
  saving: 'Saving…',
  retry: 'Try again',

  required: 'Please answer this question.',
  selection_min: 'Please choose at least {n}.',
  selection_max: 'Please choose {n} at most.',
  too_long: 'That is too long: {n} characters at most.',
  email: 'That does not look like an e-mail address.',
  invalid: 'Please check this answer.',

  sent: 'Your answers have been received.',
  sending: 'Sending your answers…',
  saved: 'Your answers are kept on this device and will be sent when there is a connection.',
  memory:
    'Your answers could not be kept on this device. Please leave this page open until they are sent.',
  blocked: 'Your answers are kept on this device. They could not be accepted yet.',

  failed: 'The survey cannot be shown right now.',
  failedNetwork: 'The survey could not be loaded. Please check the connection.',
  failedExpired: 'This survey link is no longer valid. Please reload the page.',
  failedClosed: 'This survey is closed. Thank you for your interest.',
};

/** English comes in two parts; every other language is whole, and covers both. */
export function allStrings(strings: FirstStrings): Strings {
  return { ...laterEn, ...strings };
}
