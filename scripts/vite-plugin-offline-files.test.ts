import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesOf, tools } from './vite-plugin-offline-files.ts';
import type { BuiltChunk } from './vite-plugin-offline-files.ts';

const root = join(import.meta.dirname, '..');

function chunk(fileName: string, source: string, next: Partial<BuiltChunk> = {}): BuiltChunk {
  return {
    fileName,
    isEntry: false,
    moduleIds: [join(root, source)],
    imports: [],
    dynamicImports: [],
    ...next,
  };
}

const chunks = [
  chunk('otklik.js', 'src/loader/otklik.ts', {
    isEntry: true,
    dynamicImports: ['later.js', 'matrix.js', 'pt.js', ...tools],
  }),
  chunk('later.js', 'src/widget/later.ts', { imports: ['shared.js'] }),
  chunk('shared.js', 'src/engine/flow.ts'),
  chunk('matrix.js', 'src/widget/views/kinds/matrix.ts', { imports: ['shared.js', 'cells.js'] }),
  chunk('cells.js', 'src/widget/views/kinds/cells.ts', { dynamicImports: ['grid.js'] }),
  chunk('grid.js', 'src/widget/views/kinds/grid.ts'),
  chunk('pt.js', 'src/protocol/words/pt-br.ts'),
  ...tools.map((tool) => chunk(tool, tool)),
];

test('a survey takes what every survey takes, and what its kinds and its language bring beyond that', () => {
  expect(filesOf(chunks, { matrix: 'src/widget/views/kinds/matrix.ts' })).toEqual({
    always: ['otklik.js', 'later.js', 'shared.js'],
    kinds: { matrix: ['matrix.js', 'cells.js', 'grid.js'] },
    languages: { 'pt-BR': ['pt.js'] },
  });
});

test('a kind that no chunk is made of stops the build', () => {
  expect(() => filesOf(chunks, { slider: 'src/widget/views/kinds/slider.ts' })).toThrow(/slider/);
});
