/** English, the part that the first question needs. Placeholders: `{n}`, `{total}`. */
export const en = {
  next: 'Next',
  send: 'Send',
  skip: 'Skip',
  back: 'Back',
  close: 'Close',
  progress: 'Step {n} of {total}',
  optional: 'optional',
  several: 'Choose all that apply',
  severalMax: 'Choose up to {n}',
  ofScale: '{n} of {total}',
  smileys: 'Very bad|Bad|So-so|Good|Very good',
};
