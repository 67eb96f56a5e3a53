import { expect, it } from 'vitest';

import { withEmittedNames } from './finish-imports.ts';

it('names the file that was emitted, and changes nothing else', () => {
  expect(withEmittedNames(`await import('./themes/contrast.ts')`)).toBe(
    `await import('./themes/contrast.js')`,
  );
  const others = `import('otklik/x.ts'); import('./a.js'); import x from './b.ts'; "import './c.ts'"`;
  expect(withEmittedNames(others)).toBe(others);
});
