/** What is shown when there is no survey to show, as one chunk. */
export { regretFor } from './regret.ts';
export { laterStyles } from './styles/later.ts';
