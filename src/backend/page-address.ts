import { isSafe } from './endpoint.ts';

const NOT_A_PAGE = /^(javascript|data|blob|file|about|vbscript):$/;

/** Whether a link with a code may lead there: an absolute address, https, on this machine, or of an app. */
export function isPageAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return isSafe(url) || (url.protocol !== 'http:' && !NOT_A_PAGE.test(url.protocol));
}
