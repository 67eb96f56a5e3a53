/** The rules of a journey: pure, so that production, simulation and tests go by the same ones. */
export { advance, leave } from './advance.ts';
export { checkScenario } from './check.ts';
export { again, enter, entrance } from './enter.ts';
