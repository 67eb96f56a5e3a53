/** What travels between widget, service and the customer's systems: schemas, with types of the same names. */
export * from './condition.ts';
export * from './identifiers.ts';
export * from './key.ts';
export * from './limits.ts';
export * from './localised.ts';
export * from './pointed-errors.ts';
export * from './problem.ts';
export * from './problem-document.ts';
export * from './response.ts';
export * from './routes.ts';
export * from './session.ts';
export * from './survey.ts';
export * from './token.ts';
export * from './variables.ts';
