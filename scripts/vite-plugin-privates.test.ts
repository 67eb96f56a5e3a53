import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { describe, expect, it } from 'vitest';

import { withShortPrivates } from './vite-plugin-privates.ts';

const counter = `
class Counter {
  #count = 0;
  private step: number;
  static #made = 0;
  constructor(step: number) { this.step = step; Counter.#made += 1; }
  get #next() { return this.#count + this.step; }
  add(other?: Counter) { this.#count = this.#next + (other?.#count ?? 0); return this.#count; }
  static get made() { return Counter.#made; }
}
`;

it('does the same under the short names', async () => {
  const code = withShortPrivates(counter);
  expect(code).not.toMatch(/#|\.step\b/);
  const use = 'const one = new Counter(2); one.add(); return [one.add(one), Counter.made];';
  expect(await run(code + use)).toEqual([6, 1]);
  expect(await run(counter + use)).toEqual([6, 1]);
});

it('tells the members of a class from those of the classes that it extends', async () => {
  const files = [
    'class Far { private a = 1; one() { return this.a; } }',
    'class Near extends Far { private b = 2; two() { return this.b; } }',
    'class ThisOne extends Near { private c = 3; three() { return this.c; } }',
  ];
  const code = files.map(withShortPrivates).join(' ');
  expect(
    await run(`${code} const it = new ThisOne(); return [it.one(), it.two(), it.three()];`),
  ).toEqual([1, 2, 3]);
});

describe('leaves alone', () => {
  it.each([
    ['what others may read', 'class A { open = 1; read() { return this.open; } }'],
    [
      'a private that is read from another object',
      'class A { private a = 1; is(b: A) { return b.a; } }',
    ],
    [
      'a private that is taken apart',
      'class A { private a = 1; f() { const { a } = this; return a; } }',
    ],
    ['a private that a text names', "class A { private a = 1; f() { return this['a']; } }"],
    ['a colour in a text', "const style = '#fff';"],
  ])('%s', (_what, code) => expect(withShortPrivates(code)).toBe(code));
});

it('finds something to do in the real classes', () => {
  for (const path of ['conduct.ts', 'otklik-survey.ts']) {
    const code = readFileSync(new URL(`../src/widget/${path}`, import.meta.url), 'utf8');
    const short = withShortPrivates(code);
    expect(short.length, path).toBeLessThan(code.length);
    expect(short, path).not.toMatch(/[.\s]#[a-z]/);
  }
});

async function run(code: string): Promise<unknown> {
  const script = stripTypeScriptTypes(`export const result = (() => { ${code} })();`);
  const module: unknown = await import(`data:text/javascript,${encodeURIComponent(script)}`);
  return (module as { readonly result: unknown }).result;
}
