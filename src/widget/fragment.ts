/**
 * The code that an invitation's link has put into the fragment of the page's address (`#otklik=…`): out of it before
 * anything else can read it, and given to one element. What remains of the address stays as it was.
 */
const CODE = /&otklik=([^&]*)|#otklik=([^&]*)&?/;

/** Taken, and nobody there yet to have it. */
let code: string | undefined;

/** Looks now; whoever comes into the page looks again. Of several the first that has no source of its own has it. */
export function passOnCode(): void {
  const { href, hash } = location;
  const [mark, later, first] = CODE.exec(hash) ?? [];
  if (mark) {
    code = later ?? first;
    history.replaceState(history.state, '', href.replace(mark, first ? '#' : ''));
  }
  const heir =
    document.querySelector('otklik-survey:not([token],[token-url])') ??
    document.querySelector('otklik-survey');
  if (!code || !heir) return;
  Object.assign(heir, { code });
  code = '';
}
