/**
 * Pieces of HTML. Every value is escaped where it is put in, texts and attributes alike. Under a name of its own, so
 * that no formatter takes it for a template in which white space does not matter: here it is what is sent.
 */
import { html as markup, raw } from 'hono/html';

export { markup, raw };
export type Html = ReturnType<typeof markup>;

/** Left out where it is false or undefined, without a value where it is true. */
export type Attribute = string | number | boolean | undefined;

export function attributes(values: Readonly<Record<string, Attribute>>): readonly Html[] {
  return Object.entries(values).flatMap(([name, value]) => {
    if (value === undefined || value === false) return [];
    return value === true ? raw(` ${name}`) : markup` ${raw(name)}="${value}"`;
  });
}
