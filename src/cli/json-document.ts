/** A JSON text that remembers where everything stands. */
import { findNodeAtLocation, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';

/** Both from 1; a column counts UTF-16 units, as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A place and what is wrong with it. `pointer` is absent where the text is no JSON. */
export interface Fault extends Position {
  readonly pointer?: string;
  readonly message: string;
}

export class JsonDocument {
  /** The value; undefined when there are faults. */
  readonly value: unknown;
  /** Syntax errors, and names that an object has twice. */
  readonly faults: readonly Fault[];
  readonly #text: string;
  readonly #root: Node | undefined;

  constructor(text: string) {
    this.#text = text;
    const errors: ParseError[] = [];
    this.#root = parseTree(text, errors, { disallowComments: true, allowEmptyContent: false });
    const syntax = errors.map((error) => this.#syntaxFault(error));
    this.faults = syntax.length > 0 ? syntax : this.#doubleNames();
    this.value = this.faults.length > 0 ? undefined : (JSON.parse(text) as unknown);
  }

  /** Where the pointer's place is: its name for a property, else its value. What is missing is where it would be. */
  at(pointer: string): Position & { readonly isMissing: boolean } {
    const path = segments(pointer);
    for (let length = path.length; length >= 0; length--) {
      const node = this.#node(path.slice(0, length));
      if (node !== undefined) {
        return { ...this.#position(placeOf(node)), isMissing: length < path.length };
      }
    }
    return { line: 1, column: 1, isMissing: true };
  }

  #node(path: readonly string[]): Node | undefined {
    let node = this.#root;
    for (const segment of path) {
      if (node === undefined) return undefined;
      const key = node.type === 'array' ? Number(segment) : segment;
      node = findNodeAtLocation(node, [key]);
    }
    return node;
  }

  #position(offset: number): Position {
    const lines = this.#text.slice(0, offset).split(/\r\n|\n|\r/);
    return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
  }

  #syntaxFault({ error, offset }: ParseError): Fault {
    const code = printParseErrorCode(error);
    return { ...this.#position(offset), message: SYNTAX[code] ?? `is not JSON (${code})` };
  }

  /** JSON.parse keeps the last of them in silence: half of a survey would be gone. */
  #doubleNames(): Fault[] {
    return objectsOf(this.#root).flatMap(({ node, pointer }) => {
      const names = (node.children ?? []).flatMap((property) => property.children?.[0] ?? []);
      const seen = new Set<unknown>();
      return names.flatMap((name) => {
        const isDouble = seen.has(name.value);
        seen.add(name.value);
        const place = `${pointer}/${escaped(String(name.value))}`;
        return isDouble
          ? [{ ...this.#position(name.offset), pointer: place, message: 'is given twice' }]
          : [];
      });
    });
  }
}

const SYNTAX: Readonly<Record<string, string>> = {
  InvalidSymbol: 'is no JSON value; texts need double quotes',
  InvalidNumberFormat: 'is no JSON number',
  PropertyNameExpected: 'a name in double quotes is expected; is there a comma too many?',
  ValueExpected: 'a value is expected; is there a comma too many?',
  ColonExpected: 'a colon is expected',
  CommaExpected: 'a comma is expected',
  CloseBraceExpected: 'a closing brace "}" is expected',
  CloseBracketExpected: 'a closing bracket "]" is expected',
  EndOfFileExpected: 'the end of the file is expected',
  InvalidCommentToken: 'comments are not JSON; remove it',
  UnexpectedEndOfComment: 'comments are not JSON; remove it',
  UnexpectedEndOfString: 'the text does not end; a double quote is missing',
  UnexpectedEndOfNumber: 'the number does not end',
  InvalidUnicode: 'is no \\u escape; four hexadecimal digits are needed',
  InvalidEscapeCharacter: 'is no JSON escape; write "\\\\" for a backslash',
  InvalidCharacter: 'a control character must be escaped',
};

/** For a property its name: that is where the eye looks. */
function placeOf(node: Node): number {
  return node.parent?.type === 'property' ? node.parent.offset : node.offset;
}

function objectsOf(node: Node | undefined, pointer = ''): { node: Node; pointer: string }[] {
  const children = node?.children ?? [];
  if (node?.type === 'array') {
    return children.flatMap((child, i) => objectsOf(child, `${pointer}/${i}`));
  }
  if (node?.type !== 'object') return [];
  const inner = children.flatMap(({ children: [name, value] = [] }) =>
    objectsOf(value, `${pointer}/${escaped(String(name?.value))}`),
  );
  return [{ node, pointer }, ...inner];
}

/** RFC 6901. */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function segments(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}
