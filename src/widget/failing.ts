/** What is shown when there is no survey to show, as one chunk. */
export { laterStyles } from './styles/later.ts';
export { apologyFor } from './views/failed.ts';
