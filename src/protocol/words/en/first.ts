/** What the first question needs, of the types that come with the script. */
export const first = {
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
  thumbs: 'Thumbs down|Thumbs up',
  agree: 'Strongly disagree|Strongly agree',
};
