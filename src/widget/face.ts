/**
 * How a survey looks, as one chunk: asked for in the same moment as the token, and here before the session
 * is. So the first bytes of the script, which ask for both, fit into a connection's first flight.
 */
export { styles } from './styles/index.ts';
export { raise } from './views/shell.ts';
export { surveyView } from './views/survey.ts';
