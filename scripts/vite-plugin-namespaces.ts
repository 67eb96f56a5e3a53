import type { Plugin } from 'vite';

/** As rolldown writes it before it is made small. */
const helper = 'var __exportAll =';
const loop = /for \(var (\w+) in (\w+)\)/;

/**
 * A chunk that is asked for as a whole, and of which others take parts, lists its exports with a loop that
 * also sees what a page has put on `Object.prototype`, and fails on it. Here it sees the exports alone.
 */
export function ownNamespaces(): Plugin {
  return {
    name: 'otklik-namespaces',
    apply: 'build',
    renderChunk(code) {
      return code.includes(helper) ? { code: withOwnKeys(code), map: null } : undefined;
    },
  };
}

/** @throws Error when the bundler writes it in another way than it did */
export function withOwnKeys(code: string): string {
  const start = code.indexOf(helper);
  const end = code.indexOf('\n};', start);
  const written = code.slice(start, end);
  if (!loop.test(written)) throw new Error('The bundler lists exports in another way: look at it.');
  return (
    code.slice(0, start) +
    written.replace(loop, 'for (var $1 of Object.keys($2))') +
    code.slice(end)
  );
}
