import type { Plugin } from 'vite';

const litHtml = /[\\/]lit-html[\\/]lit-html\.js(?:\?|$)/;
const directive = /[\\/]lit-html[\\/](?:async-)?directive/;
/** What Lit has for directives and formulas, and what stays of it. */
const parts: readonly (readonly [RegExp, string])[] = [
  // What a value becomes where it is a directive: itself, then.
  [/function (\w+)\(\w+,(\w+),\w+=\w+,\w+\)\{if\(\2===\w+\)return \2;.*?,\2\}(?=class )/, ''],
  [/\b(\w+)=\w+\(this,\1,\w+(?:,0)?\),/g, ''],
  [/\b(\w+)=\w+\(this,\1,\w+,0\)\?\?/, '$1=$1??'],
  [/\b(\w+)=\w+\(this,(\w+\[[^\]]+\]),\w+,\w+\),/, '$1=$2,'],
  // The word to directives that their place is gone, or is back, and whether it is there.
  [/this\._\$AP\?\.\(!1,!0,\w+\);/, ';'],
  [/setConnected\(\w+\)\{.*?\}(?=\}class )/, ''],
  [/get _\$AU\(\)\{return [^}]*\}/g, ''],
  [/,this\._\$Cv=\w+\?\.isConnected\?\?!0/, ''],
  [/this\._\$AN=void 0,/g, ''],
  // What a directive may ask of its place.
  [/get (?:parentNode|startNode|endNode|tagName)\(\)\{(?:return|let )[^}]*\}/g, ''],
  // Places in a tag that are no attribute's: only directives stand there.
  [/else \w+\.startsWith\(\w+\)&&\(\w+\.push\(\{type:6,[^;]*;/, ''],
  [/(1===\w+\.type)\?(\w+=new \w+\.ctor\([^)]*\)):6===\w+\.type&&\(\2?[^)]*\)\)/, '$1&&($2)'],
  [/class \w+\{constructor\((?:\w+,?)+\)\{[^}]*this\.type=6,[^}]*\}_\$AI\(\w+\)\{[^}]*\}\}/, ''],
  [/,F:\w+\}/, '}'],
  [/,V:\w+,/, ','],
  // Formulas: there are none, and who imports `mathml` finds it missing.
  [/,\w+=\w+\(3\)/, ''],
  [/\w+ as mathml,/, ''],
  [/3===\w+\?"<\/?math>":""/g, '""'],
  [/2===(\w+)\|\|3===\1/, '2===$1'],
];

/** Our views use neither directives of Lit's nor formulas: what serves them alone is left out. A directive in the build is an error. */
export function withoutUnusedLit(): Plugin {
  return {
    name: 'otklik-lit-unused',
    apply: 'build',
    transform(code, id) {
      if (directive.test(id)) throw new Error(`${id}: the build leaves out what directives need.`);
      return litHtml.test(id) ? { code: withoutUnused(code), map: null } : undefined;
    },
  };
}

/** @throws Error when Lit writes it in another way than it did */
export function withoutUnused(code: string): string {
  return parts.reduce((rest, [part, left]) => {
    const written = rest.replace(part, left);
    if (written === rest) throw new Error('Lit is written in another way: look at it.');
    return written;
  }, code);
}
