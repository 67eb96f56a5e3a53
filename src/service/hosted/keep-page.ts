/**
 * `/s/{code}/keep`: an app opens it in a web view that nobody sees when a push has come, and the service worker of
 * this origin puts `/s/{code}` aside, so that the tap needs no network (docs/webviews.md). It says what became of it by
 * its title. It is the same for every code, and asks nothing about it: the worker fetches the page as any visitor does.
 */
import { documentHeaders } from './headers.ts';
import { hashSource } from './style-sheets.ts';

/** A worker of the site's own, without ours in it, gives no answer. */
const PATIENCE_MS = 30_000;

/**
 * A worker that is there stays: it may be the site's own, with ours in it, and another one would take its place.
 */
const SCRIPT = `
const tell = (isKept) => { document.title = isKept ? 'kept' : 'not kept'; };
try {
  const { serviceWorker } = navigator;
  const root = new URL('../../', location.href).href;
  const policy = window.trustedTypes?.createPolicy('otklik', { createScriptURL: (url) => url });
  const script = root + 'otklik-sw.js';
  if (!(await serviceWorker.getRegistration(root)))
    await serviceWorker.register(policy?.createScriptURL(script) ?? script, { scope: root });
  const { active } = await serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => tell(data === true);
  active.postMessage({ otklik: 1, keep: new URL(location.pathname.replace(/\\/keep$/, ''), root).href }, [port2]);
  setTimeout(() => document.title || tell(false), ${PATIENCE_MS});
} catch {
  tell(false);
}
`
  .trim()
  .replaceAll(/\n\s*/g, '\n');

const POLICY = [
  "default-src 'none'",
  `script-src 'self' ${hashSource(SCRIPT)}`,
  "worker-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types otklik',
].join('; ');

export function keepPage(): Response {
  const html = `<!doctype html><meta charset="utf-8"><title></title><meta name="robots" content="noindex"><link rel="icon" href="../icon.svg"><script type="module">${SCRIPT}</script>`;
  return new Response(html, { headers: documentHeaders(POLICY) });
}
