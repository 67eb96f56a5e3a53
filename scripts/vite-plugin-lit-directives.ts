import type { Plugin } from 'vite';

const litHtml = /[\\/]lit-html[\\/]lit-html\.js(?:\?|$)/;
const directive = /[\\/]lit-html[\\/](?:async-)?directive/;
/** What a value becomes where it is a directive, and the word to directives that their place is gone. */
const resolving =
  /(function (\w+)\(\w+,(\w+),\w+=\w+,\w+\)\{)if\(\3===\w+\)return \3;.*?,\3\}(?=class )/;
const leaving = /this\._\$AP\?\.\(!1,!0,\w+\);/;
const connecting = /setConnected\(\w+\)\{.*?\}(?=\}class )/;

/** Our views use no directives of Lit's: what serves them alone is left out. A directive in the build is an error. */
export function withoutLitDirectives(): Plugin {
  return {
    name: 'otklik-lit-directives',
    apply: 'build',
    transform(code, id) {
      if (directive.test(id)) throw new Error(`${id}: the build leaves out what directives need.`);
      return litHtml.test(id) ? { code: withoutDirectives(code), map: null } : undefined;
    },
  };
}

/** @throws Error when Lit writes it in another way than it did */
export function withoutDirectives(code: string): string {
  if (![resolving, leaving, connecting].every((part) => part.test(code))) {
    throw new Error('Lit serves directives in another way: look at it.');
  }
  return code.replace(resolving, '$1return $3}').replace(leaving, ';').replace(connecting, '');
}
