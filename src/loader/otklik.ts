/**
 * The script tag: `<script type="module" src="https://surveys.example.com/otklik.js"></script>`. The
 * service that it came from is the service that it talks to.
 */
import { setDefaultEndpoint } from '../widget/endpoint.ts';
import { deliverLeftovers } from '../widget/leftovers.ts';
import { register } from '../widget/registration.ts';

const endpoint = new URL('.', import.meta.url).href.replace(/\/$/, '');
setDefaultEndpoint(endpoint);
register();
deliverLeftovers(endpoint);
