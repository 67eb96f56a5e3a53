import { OtklikError } from './otklik-error.ts';

/** The address of the service without the slash at its end; throws `request_invalid` when it is no safe one. */
export function parseEndpoint(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined) throw refusal('must be an address such as "https://surveys.example.com"');
  if (!isSafe(url)) throw refusal('must be https; http would show the API key to the network');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw refusal('must hold no user, no query and no fragment');
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
}

/** https, or http that does not leave this machine (RFC 6761 section 6.3, RFC 1122 section 3.2.1.3). */
export function isSafe(url: URL): boolean {
  if (url.protocol === 'https:') return true;
  return (
    url.protocol === 'http:' &&
    /^(localhost|[^.].*\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname)
  );
}

function refusal(message: string): OtklikError {
  const errors = [{ pointer: '/endpoint', code: 'custom', message }];
  return new OtklikError('request_invalid', { errors });
}
