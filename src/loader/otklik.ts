/**
 * The script tag: `<script type="module" src="https://surveys.example.com/otklik.js"></script>`. The
 * service that it came from is the service that it talks to.
 */
import { setDefaultEndpoint } from '../widget/endpoint.ts';
import { deliverLeftovers } from '../widget/leftovers.ts';
import { register } from '../widget/registration.ts';
import { chunkFetcher } from './chunk-fetcher.ts';

const endpoint = new URL('.', import.meta.url).href.replace(/\/$/, '');
/** What the build makes of each `import()` (scripts/vite-plugin-chunk-fetcher.ts). */
export const fetchChunk = chunkFetcher(`${endpoint}/chunks/`);
setDefaultEndpoint(endpoint);
register();
deliverLeftovers(endpoint);
