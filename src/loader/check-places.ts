/** Places in the list of checks (checks.ts), where its names would be bytes in every page. The build puts the numbers in. */
export const WHEN = 5;
export const DELAY = 6;
export const SIGHT = 7;
export const TURN = 8;
