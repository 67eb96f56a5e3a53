/**
 * `$filter` (OData 4.01, section 5.1.1): comparisons, `in`, `and or not`, and the functions that reports use on texts. Each name is
 * one of the set's own, and each value a parameter: nothing of the query becomes part of a statement.
 */
import { sql } from 'kysely';
import type { RawBuilder, SqlBool } from 'kysely';

import { ODataError } from './odata-error.ts';
import type { EdmType, Property } from './properties.ts';

interface Term {
  readonly sql: RawBuilder<unknown>;
  /** Null: the literal `null`. */
  readonly type: EdmType | null;
}

const TOKEN =
  /\s*(?:('(?:[^']|'')*')|(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)|\d{4}-\d\d-\d\d)|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|([A-Za-z_][A-Za-z0-9_]*)|([(),]))/y;

const OPERATORS: Readonly<Record<string, string>> = {
  eq: '=',
  ne: '<>',
  gt: '>',
  ge: '>=',
  lt: '<',
  le: '<=',
};
/** Parentheses within each other. */
const DEPTH_MAX = 20;
const LENGTH_MAX = 4000;

/** @throws ODataError */
export function parseFilter(
  text: string,
  properties: ReadonlyMap<string, Property>,
): RawBuilder<SqlBool> {
  if (text.length > LENGTH_MAX) throw new ODataError('The filter is too long.');
  const parser = new Parser(tokensOf(text), properties);
  return parser.whole();
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw new ODataError(`The filter cannot be read at character ${at + 1}.`);
    tokens.push(match[0].trim());
  }
  return tokens;
}

class Parser {
  readonly #tokens: readonly string[];
  readonly #properties: ReadonlyMap<string, Property>;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly string[], properties: ReadonlyMap<string, Property>) {
    this.#tokens = tokens;
    this.#properties = properties;
  }

  whole(): RawBuilder<SqlBool> {
    const condition = this.#or();
    if (this.#peek() !== undefined) throw this.#unexpected();
    return condition;
  }

  #or(): RawBuilder<SqlBool> {
    let left = this.#and();
    while (this.#take('or')) left = sql<SqlBool>`(${left} or ${this.#and()})`;
    return left;
  }

  #and(): RawBuilder<SqlBool> {
    let left = this.#not();
    while (this.#take('and')) left = sql<SqlBool>`(${left} and ${this.#not()})`;
    return left;
  }

  #not(): RawBuilder<SqlBool> {
    if (this.#take('not')) return sql<SqlBool>`(not coalesce(${this.#not()}, false))`;
    if (this.#peek() === '(') return this.#inParentheses();
    return this.#comparison();
  }

  #inParentheses(): RawBuilder<SqlBool> {
    this.#depth += 1;
    if (this.#depth > DEPTH_MAX) throw new ODataError('The filter is nested too deeply.');
    this.#expect('(');
    const inner = this.#or();
    this.#expect(')');
    this.#depth -= 1;
    return inner;
  }

  #comparison(): RawBuilder<SqlBool> {
    const test = TESTS[this.#peek() ?? ''];
    if (test !== undefined && this.#tokens[this.#at + 1] === '(') {
      const [whole, part] = this.#pair();
      return test(whole.sql, part.sql);
    }
    const left = this.#term();
    if (this.#take('in')) return this.#oneOf(left);
    const operator = OPERATORS[this.#peek() ?? ''];
    // A property that is true or false stands for itself.
    if (operator === undefined && left.type === 'Edm.Boolean') return sql<SqlBool>`${left.sql}`;
    if (operator === undefined) throw this.#unexpected();
    this.#at += 1;
    return compared(left, operator, this.#term());
  }

  #oneOf(left: Term): RawBuilder<SqlBool> {
    this.#expect('(');
    const values = [this.#term()];
    while (this.#take(',')) values.push(this.#term());
    this.#expect(')');
    const all = values.map((value) => compared(left, '=', value));
    return sql<SqlBool>`(${sql.join(all, sql` or `)})`;
  }

  #term(): Term {
    const token = this.#peek();
    if (token === undefined) throw new ODataError('The filter ends too early.');
    const change = CHANGES[token];
    if (change !== undefined && this.#tokens[this.#at + 1] === '(') {
      this.#at += 1;
      this.#expect('(');
      const given = this.#term();
      this.#expect(')');
      return change(given.sql);
    }
    this.#at += 1;
    return literal(token) ?? this.#property(token);
  }

  /** Of a function. */
  #pair(): readonly [Term, Term] {
    this.#at += 1;
    this.#expect('(');
    const first = this.#term();
    this.#expect(',');
    const second = this.#term();
    this.#expect(')');
    return [first, second];
  }

  #property(name: string): Term {
    const property = this.#properties.get(name);
    if (property === undefined) throw new ODataError(`There is no property "${name}".`);
    return property;
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  #take(token: string): boolean {
    if (this.#peek() !== token) return false;
    this.#at += 1;
    return true;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw this.#unexpected();
  }

  #unexpected(): ODataError {
    const token = this.#peek();
    return new ODataError(
      token === undefined ? 'The filter ends too early.' : `"${token}" is not expected there.`,
    );
  }
}

type Fragment = RawBuilder<unknown>;

const TESTS: Readonly<Record<string, (whole: Fragment, part: Fragment) => RawBuilder<SqlBool>>> = {
  contains: (whole, part) => sql<SqlBool>`(strpos(${whole}, ${part}) > 0)`,
  startswith: (whole, part) => sql<SqlBool>`starts_with(${whole}, ${part})`,
  endswith: (whole, part) => sql<SqlBool>`(right(${whole}, length(${part})) = ${part})`,
};

const datePart =
  (name: string) =>
  (value: Fragment): Term => ({
    type: 'Edm.Int32',
    sql: sql`extract(${sql.raw(name)} from (${value})::timestamptz at time zone 'UTC')`,
  });

const CHANGES: Readonly<Record<string, (value: Fragment) => Term>> = {
  tolower: (value) => ({ type: 'Edm.String', sql: sql`lower(${value})` }),
  toupper: (value) => ({ type: 'Edm.String', sql: sql`upper(${value})` }),
  trim: (value) => ({ type: 'Edm.String', sql: sql`trim(${value})` }),
  length: (value) => ({ type: 'Edm.Int32', sql: sql`length(${value})` }),
  year: datePart('year'),
  month: datePart('month'),
  day: datePart('day'),
};

function literal(token: string): Term | null {
  if (token.startsWith("'")) {
    const value = token.slice(1, -1).replaceAll("''", "'").replaceAll('\u0000', '');
    return { type: 'Edm.String', sql: sql`${value}::text` };
  }
  if (token === 'null') return { type: null, sql: sql`null` };
  if (token === 'true' || token === 'false') {
    return { type: 'Edm.Boolean', sql: sql`${token === 'true'}::boolean` };
  }
  if (/^\d{4}-\d\d-\d\d/.test(token)) return { type: 'Edm.DateTimeOffset', sql: timeOf(token) };
  if (/^-?\d/.test(token)) return { type: 'Edm.Double', sql: sql`${Number(token)}::float8` };
  return null;
}

function timeOf(token: string): Fragment {
  const at = new Date(token);
  if (Number.isNaN(at.getTime())) throw new ODataError(`"${token}" is no time that exists.`);
  return sql`${at.toISOString()}::timestamptz`;
}

const KINDS: Readonly<Record<EdmType, string>> = {
  'Edm.String': 'a text',
  'Edm.Double': 'a number',
  'Edm.Int32': 'a number',
  'Edm.Boolean': 'true or false',
  'Edm.DateTimeOffset': 'a time',
};

function compared(left: Term, operator: string, right: Term): RawBuilder<SqlBool> {
  if (left.type === null || right.type === null) {
    const other = left.type === null ? right : left;
    if (operator === '=') return sql<SqlBool>`(${other.sql} is null)`;
    if (operator === '<>') return sql<SqlBool>`(${other.sql} is not null)`;
    return sql<SqlBool>`false`;
  }
  if (KINDS[left.type] !== KINDS[right.type]) {
    throw new ODataError(`${KINDS[left.type]} is compared with ${KINDS[right.type]}.`);
  }
  // What has no value is not equal to anything, and so different from everything.
  if (operator === '<>') return sql<SqlBool>`(${left.sql} is distinct from ${right.sql})`;
  return sql<SqlBool>`(${left.sql} ${sql.raw(operator)} ${right.sql})`;
}
