/**
 * Navigation within a document, where the browser does not tell of it: it has to be heard from the page's own calls. Can go
 * with Firefox 146 and Safari 26.1.
 */
export function followHistory(changed: () => void): void {
  addEventListener('popstate', changed);
  addEventListener('hashchange', changed);
  tellOf('pushState', changed);
  tellOf('replaceState', changed);
}

/** Passes on whatever it is given, to whatever stood there before, and what that throws to the page. */
function tellOf(name: 'pushState' | 'replaceState', changed: () => void): void {
  const former = history[name];
  history[name] = function told(this: History, ...given: Parameters<History['pushState']>) {
    former.apply(this, given);
    changed();
  };
}
