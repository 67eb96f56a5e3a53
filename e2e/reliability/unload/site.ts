/** A customer's page that is left in the moment of the last tap, and that writes down what it was told. */
import type { IncomingMessage } from 'node:http';

import { createHostSite } from '../../support/host-site.ts';
import type { HostSite } from '../../support/host-site.ts';
import type { Mint } from '../../support/tokens.ts';

export const SURVEY = 'srv_unload';

/** Of ten thousand characters each: what a response may weigh. */
export const FIELDS = 20;

/** What a page reports of itself. */
export type Word = 'completed' | 'restored' | 'write-in-pagehide';

export interface LeftSite {
  readonly origin: string;
  addressOf(person: string): string;
  /** Who was told what. */
  heard(word: Word): ReadonlySet<string>;
  close(): Promise<void>;
}

export async function createLeftSite(): Promise<
  LeftSite & { serve(service: string, mint: Mint): void }
> {
  const site = await createHostSite();
  const words: { readonly person: string; readonly word: string }[] = [];
  return {
    origin: site.origin,
    addressOf: (person) => `${site.origin}/?person=${person}`,
    heard: (word) => new Set(words.flatMap((one) => (one.word === word ? [one.person] : []))),
    close: () => site.close(),
    serve(service, mint) {
      site.page('/', page(service), keepable);
      site.page('/away', '<!doctype html><title>Away</title><p>Elsewhere.', keepable);
      site.token('/survey-token', (request) =>
        mint({ survey: SURVEY, respondent: asked(request, 'person') }),
      );
      reports(site, (request) => {
        words.push({ person: asked(request, 'person'), word: asked(request, 'word') });
      });
    },
  };
}

/** One screen: the last tap is the only one. */
export const survey = {
  title: { en: 'Much to say' },
  defaultLanguage: 'en',
  screens: [
    {
      id: 'all',
      questions: Array.from({ length: FIELDS }, (_, index) => ({
        id: `text${index}`,
        type: 'text' as const,
        size: 'long' as const,
        title: { en: `Question ${index + 1}` },
      })),
    },
  ],
  thanks: { title: { en: 'Thank you!' } },
};

/** `no-store` would keep the page out of the back/forward cache. */
const keepable = { 'cache-control': 'no-cache' };

function reports(site: HostSite, hear: (request: IncomingMessage) => void): void {
  site.token('/told', async (request) => {
    hear(request);
    return '';
  });
}

function asked(request: IncomingMessage, name: string): string {
  return new URL(request.url ?? '/', 'http://site').searchParams.get(name) ?? '';
}

/** What is told is reported in the same moment, by the one way that outlives a page. */
const page = (service: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>A customer's page</title>
<link rel="icon" href="data:,">
<script>
const person = new URLSearchParams(location.search).get('person');
const report = (word) => navigator.sendBeacon('/told?' + new URLSearchParams({ person, word }));
document.addEventListener('otklik-completed', () => report('completed'));
addEventListener('pageshow', ({ persisted }) => persisted && report('restored'));
let isHiding = false;
addEventListener('pagehide', () => {
  isHiding = true;
  setTimeout(() => (isHiding = false));
});
const { transaction } = IDBDatabase.prototype;
IDBDatabase.prototype.transaction = function (names, mode, options) {
  if (isHiding && mode === 'readwrite') report('write-in-pagehide');
  return transaction.call(this, names, mode, options);
};
</script>
<script type="module" src="${service}/otklik.js"></script>
<main><h1>A customer's page</h1></main>
<script>
const survey = document.createElement('otklik-survey');
survey.setAttribute('token-url', '/survey-token?person=' + person);
document.querySelector('main').append(survey);
</script>
</html>`;
