import { OtklikError } from './otklik-error.ts';
import { isPageAddress } from './page-address.ts';

/** 128 bits or more in base64url: no token (it has dots), no address, nothing that needs escaping. */
const CODE = /^[A-Za-z0-9_-]{22,128}$/;
const PARAMETER = /(^|&)otklik=[^&]*/;

/**
 * A link to your own page, or into your app, that carries a deep-link code: in the fragment, which browsers
 * keep to themselves, and nothing but the code. The fragment that the page already has stays in front; a
 * former code is replaced.
 *
 * @throws OtklikError `request_invalid` for a page that is not an absolute https, localhost or app address, and for
 *   anything but a code (a survey token, an API key).
 * @example
 * buildDeepLink('https://shop.example.com/orders/1041#details', code);
 * // https://shop.example.com/orders/1041#details&otklik=CODE
 */
export function buildDeepLink(pageUrl: string, code: string): string {
  if (!CODE.test(code) || /^ot[kg]_/.test(code)) {
    throw refusal('/code', 'must be a deep-link code: 22 to 128 letters, digits, "_" and "-"');
  }
  if (!isPageAddress(pageUrl)) {
    throw refusal('/pageUrl', 'must be an absolute https (or localhost, or app) address');
  }
  const hash = pageUrl.indexOf('#');
  const page = hash < 0 ? pageUrl : pageUrl.slice(0, hash);
  // A fragment directive (`:~:text=…`) ends the fragment; browsers hide it and all after it from the page.
  const [fragment = '', ...directives] = hash < 0 ? [] : pageUrl.slice(hash + 1).split(':~:');
  const kept = fragment.replace(PARAMETER, '').replace(/^&/, '');
  const own = `${kept === '' ? '' : `${kept}&`}otklik=${code}`;
  return `${page}#${[own, ...directives].join(':~:')}`;
}

function refusal(pointer: string, message: string): OtklikError {
  return new OtklikError('request_invalid', { errors: [{ pointer, code: 'custom', message }] });
}
