/** Everything after the first question, as one chunk: it is loaded while the respondent reads. */
export { Answering } from './answering.ts';
export { Conduct } from './conduct.ts';
export { recordOf } from './new-record.ts';
export { laterStyles } from './styles/later.ts';
export { thanksView } from './views/thanks.ts';
