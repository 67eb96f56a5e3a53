import type { Plugin } from 'vite';

const litHtml = /[\\/]lit-html[\\/]lit-html\.js(?:\?|$)/;
const traces =
  /(\w+)=(\w+)\.litHtmlPolyfillSupport;\1\?\.\(\w+,\w+\),\(\2\.litHtmlVersions\?\?=\[\]\)\.push\("[^"]*"\);/;

/**
 * Lit notes its version in a global list, by which a page's own Lit warns of several, and takes a polyfill
 * from another. Neither is the page's affair here: this copy is private to the script.
 */
export function withoutLitTraces(): Plugin {
  return {
    name: 'otklik-lit-traces',
    apply: 'build',
    transform(code, id) {
      return litHtml.test(id) ? { code: withoutTraces(code), map: null } : undefined;
    },
  };
}

/** @throws Error when Lit writes it in another way than it did */
export function withoutTraces(code: string): string {
  if (!traces.test(code)) throw new Error('Lit leaves its traces in another way: look at it.');
  return code.replace(traces, '$1=0;');
}
