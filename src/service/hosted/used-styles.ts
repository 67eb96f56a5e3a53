/**
 * A page without script has the elements that it has: rules for others could never apply, and would only have to
 * arrive before the question. What is not certain stays.
 */
import { withSelectors } from './css-rules.ts';

export function usedStyles(css: string, html: string): string {
  const has = {
    classes: wordsOf(html, /\bclass="([^"]*)"/g),
    parts: wordsOf(html, /\bpart="([^"]*)"/g),
    tags: wordsOf(html, /<([a-z][\w-]*)/g),
  };
  return withSelectors(css, (selector) => {
    if (selector.startsWith('@')) return true;
    const own = outsideOfBrackets(selector);
    return (
      all(own, /\.([\w-]+)/g, has.classes) &&
      all(own, /\[part=['"]?([\w-]+)/g, has.parts) &&
      all(own, /(?:^|[\s>+~])([a-z][\w-]*)/g, has.tags)
    );
  });
}

function wordsOf(html: string, pattern: RegExp): ReadonlySet<string> {
  return new Set([...html.matchAll(pattern)].flatMap(([, words = '']) => words.split(/\s+/)));
}

function all(selector: string, pattern: RegExp, known: ReadonlySet<string>): boolean {
  return [...selector.matchAll(pattern)].every(([, name = '']) => known.has(name));
}

/** `:not(.a)` asks for no `.a`, and `:is(.a,.b)` for one of them. */
function outsideOfBrackets(selector: string): string {
  const rest = selector.replaceAll(/\([^()]*\)/g, '');
  return rest === selector ? selector : outsideOfBrackets(rest);
}
