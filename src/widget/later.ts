/** Everything after the first question, as one chunk: it is loaded while the respondent reads. */
export { conductOf } from './beginning.ts';
export { Footing } from './footing.ts';
export { laterStyles } from './styles/later.ts';
