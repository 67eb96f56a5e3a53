import { parseSync, Visitor } from 'vite';
import type { ESTree, Plugin } from 'vite';

/** Code that is ours to rename; what the browser, Lit or the page reads by name is never private. */
const ours = /[\\/]src[\\/](?:widget|loader|engine)[\\/].*\.ts$/;

/** Classes to extend that hold no private members of ours. */
const foreign: ReadonlySet<string> = new Set(['Base', 'Error', 'Event']);

type Edit = readonly [place: ESTree.Span, text: string];

/**
 * Private members become properties with names of two or three letters.
 *
 * Lowered for the browsers that the script is for, `#name` is a WeakMap and each use of it a call: 2 kB
 * (brotli) of the whole. And a minifier leaves the name of a member that is private by type as it is, for it
 * cannot know who reads a property. The compiler has held both to their class before. Only the script tag is
 * built so; the npm package is what the compiler emits.
 */
export function shortPrivates(): Plugin {
  return {
    name: 'otklik-privates',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      const file = id.split('?')[0] ?? '';
      return ours.test(file) ? { code: withShortPrivates(code), map: null } : undefined;
    },
  };
}

/** A private by type keeps its name where something of that name is read in another way than as `this.name`. */
export function withShortPrivates(code: string): string {
  const { program } = parseSync('module.ts', code);
  const kept = namesReadOtherwise(program);
  const short = new Map<string, string>();
  const edits: Edit[] = [];
  const rename = (name: string, place: ESTree.Span, first?: string): void => {
    if (first !== undefined && !short.has(name)) short.set(name, first + short.size.toString(36));
    const text = short.get(name);
    if (text !== undefined) edits.push([place, text]);
  };
  const members = ({ id, superClass, body }: ESTree.Class): void => {
    // A class and the one that it extends share an object, and may stand in two files.
    const isAlone = superClass?.type !== 'Identifier' || foreign.has(superClass.name);
    const prefix = isAlone ? '_' : `$${id?.name.replaceAll(/[a-z]/g, '') ?? ''}`;
    for (const { key, isPrivate } of body.body.map(privateKey)) {
      if (key === undefined || !isPrivate) continue;
      const name = key.type === 'PrivateIdentifier' ? `#${key.name}` : key.name;
      if (!kept.has(name)) rename(name, key, prefix);
    }
  };
  new Visitor({ ClassDeclaration: members, ClassExpression: members }).visit(program);
  new Visitor({
    MemberExpression({ object, property }) {
      if (property.type === 'PrivateIdentifier') rename(`#${property.name}`, property);
      if (property.type === 'Identifier' && object.type === 'ThisExpression') {
        rename(property.name, property);
      }
    },
  }).visit(program);
  return edited(code, edits);
}

function privateKey(member: ESTree.ClassElement): {
  readonly key?: ESTree.PrivateIdentifier | ESTree.IdentifierName;
  readonly isPrivate: boolean;
} {
  if (!('key' in member) || member.computed) return { isPrivate: false };
  const { key } = member;
  if (key.type === 'PrivateIdentifier') return { key, isPrivate: true };
  if (key.type !== 'Identifier' || !('accessibility' in member)) return { isPrivate: false };
  return { key, isPrivate: member.accessibility === 'private' };
}

function namesReadOtherwise(program: ESTree.Program): ReadonlySet<string> {
  const names = new Set<string>();
  new Visitor({
    MemberExpression({ object, property, computed }) {
      if (computed && property.type === 'Literal') names.add(String(property.value));
      if (computed || property.type !== 'Identifier') return;
      if (object.type !== 'ThisExpression') names.add(property.name);
    },
    VariableDeclarator({ id, init }) {
      if (init?.type !== 'ThisExpression' || id.type !== 'ObjectPattern') return;
      for (const part of id.properties) {
        if (part.type === 'Property' && part.key.type === 'Identifier') names.add(part.key.name);
      }
    },
  }).visit(program);
  return names;
}

function edited(code: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const [{ start, end }, text] of edits.toSorted(([a], [b]) => a.start - b.start)) {
    result += code.slice(at, start) + text;
    at = end;
  }
  return result + code.slice(at);
}
