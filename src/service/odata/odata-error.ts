/** A query that cannot be answered: why, for whoever wrote it. */
export class ODataError extends Error {
  override readonly name = 'ODataError';
}
