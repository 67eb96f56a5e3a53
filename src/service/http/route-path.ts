/** `/v1/surveys/{id}` as Hono writes it: `/v1/surveys/:id`. */
export function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}
