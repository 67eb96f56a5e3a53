import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

import { complaintAbout } from './node-version.ts';

it.each(['20.20.2', '22.12.9', '8.0.0'])(
  'Node.js %s is told to be too old, and what to do',
  (old) => {
    expect(complaintAbout(old)).toBe(
      `otklik needs Node.js 22.13 or newer, and this is ${old}. See https://nodejs.org/en/download`,
    );
  },
);

it.each(['22.13.0', '22.20.1', '24.0.0', '100.1.0'])('Node.js %s will do', (version) => {
  expect(complaintAbout(version)).toBeUndefined();
});

it('knows what the package says', async () => {
  const { engines } = JSON.parse(await readFile('package.json', 'utf8')) as {
    engines: { node: string };
  };
  expect(complaintAbout('0.0.0')).toContain(`Node.js ${engines.node.replace('>=', '')} `);
});
