import { expect, it } from 'vitest';

import { withFetcher } from './vite-plugin-chunk-fetcher.ts';

it('has the script fetch its chunks by name, and lends its fetcher to the chunks', () => {
  const script = withFetcher(
    'const a = () => import("./chunks/later-!~{00a}~.js");\nexport { a as n, fetchChunk };',
    true,
  );
  expect(script).toBe(
    'const a = () => fetchChunk("later-!~{00a}~");\nexport { a as n, fetchChunk as $ };',
  );
});

it('takes the fetcher from where the chunk takes something already', () => {
  expect(
    withFetcher(
      'import { n as own } from "../otklik.js";\nown(import("./rich-!~{00b}~.js"));',
      false,
    ),
  ).toBe(
    'import { n as own, $ as fetchChunk } from "../otklik.js";\nown(fetchChunk("rich-!~{00b}~"));',
  );
});

it('takes the fetcher alone where the chunk takes nothing else', () => {
  expect(withFetcher('void import("./rich-!~{00b}~.js");', false)).toBe(
    'import { $ as fetchChunk } from "../otklik.js";\nvoid fetchChunk("rich-!~{00b}~");',
  );
});

it('leaves alone what imports nothing late', () => {
  const code = 'import { n } from "../otklik.js";\nexport { n };';
  expect(withFetcher(code, false)).toBe(code);
});

it('does not pass over a script that brings no fetcher', () => {
  expect(() => withFetcher('export { a };', true)).toThrow('exports no fetchChunk');
});
