/** Style sheets by their rules, as far as ours go: no comments, no braces within texts. */

interface Rule {
  /** What stands before the braces: selectors, or `@media …`. */
  readonly head: string;
  readonly body: string;
}

/** `a{…}@media …{b{…}}` by its outermost braces. */
function rulesOf(css: string): Rule[] {
  return split(css, (depth, character) => depth === 0 && character === '}').map((rule) => {
    const open = rule.indexOf('{');
    return { head: rule.slice(0, open), body: rule.slice(open + 1, -1) };
  });
}

/** Whether there are rules in it, and not declarations. */
function isGroup({ head }: Rule): boolean {
  return /^@(?:media|supports|container)/.test(head);
}

/** By the commas outside of brackets. */
function selectorsOf({ head }: Rule): string[] {
  return split(head, (depth, character) => depth === 0 && character === ',').map((selector) =>
    selector.replace(/,$/, ''),
  );
}

/**
 * The sheet with those selectors alone that are wanted, and without rules that have none of them. An `@keyframes` or
 * `@property` is asked for by what stands before its braces.
 */
export function withSelectors(css: string, isWanted: (selector: string) => boolean): string {
  return rulesOf(css)
    .map((rule) => {
      if (isGroup(rule)) return written(rule.head, withSelectors(rule.body, isWanted));
      const selectors = selectorsOf(rule).filter((selector) => isWanted(selector));
      return selectors.length === 0 ? '' : written(selectors.join(','), rule.body);
    })
    .join('');
}

function written(head: string, body: string): string {
  return body === '' ? '' : `${head}{${body}}`;
}

function split(text: string, isEnd: (depth: number, character: string) => boolean): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '{' || character === '(') depth += 1;
    if (character === '}' || character === ')') depth -= 1;
    if (!isEnd(depth, character)) continue;
    pieces.push(text.slice(from, at + 1));
    from = at + 1;
  }
  return from < text.length ? [...pieces, text.slice(from)] : pieces;
}
