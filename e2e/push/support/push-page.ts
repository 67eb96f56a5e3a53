import type { Mint } from '../../support/tokens.ts';
import { bundled } from '../../support/bundle.ts';
import type { OwnDomain } from './own-domain.ts';

/**
 * The shop's page with a button that asks for notifications, as a customer writes it, with the customer's own bundler.
 *
 * @returns its address
 */
export async function servePushPage(
  domain: OwnDomain,
  mint: Mint,
  respondent: string,
): Promise<string> {
  const code = (await bundled(APP)).get('app.js') ?? '';
  const token = await mint({ respondent });
  domain.serve(
    '/account.js',
    'text/javascript',
    `const TOKEN = ${JSON.stringify(token)};\n${code}`,
  );
  domain.serve('/account', 'text/html', PAGE);
  return `${domain.origin}/account`;
}

const APP = `
import { disablePush, enablePush } from 'otklik/push';

const wish = { endpoint: location.origin, getToken: async () => TOKEN };
const told = document.querySelector('output');
const tell = (work) => work.then((state) => { told.value = state ?? 'off'; }, (error) => { told.value = String(error); });
document.querySelector('#on').onclick = () => tell(enablePush(wish));
document.querySelector('#off').onclick = () => tell(disablePush(wish));
`;

const PAGE = `<!doctype html><html lang="en"><title>My account</title><link rel="icon" href="data:,">
<button id="on">Ask me by notification</button><button id="off">Stop that</button><output></output>
<script type="module" src="/account.js"></script>`;
