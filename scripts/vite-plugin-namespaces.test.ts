import { expect, it } from 'vitest';

import { withOwnKeys } from './vite-plugin-namespaces.ts';

const helper = `var __defProp = Object.defineProperty;
var __exportAll = (all, no_symbols) => {
	let target = {};
	for (var name in all) {
		__defProp(target, name, { get: all[name], enumerable: true });
	}
	return target;
};`;

it('lists the exports of a chunk without what a page has put on every object', () => {
  const after = `for (var name in rest) seen.push(name);`;
  const written = withOwnKeys(`${helper}\n${after}`);
  expect(written).toContain('for (var name of Object.keys(all)) {');
  expect(written).toContain(after);
});

it('does not pass over a helper that it does not know', () => {
  expect(() => withOwnKeys(helper.replace('var name in', 'const name of'))).toThrow('another way');
});
