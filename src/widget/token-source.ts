/** Where survey tokens come from: an attribute, a function of the page, or a URL of its backend. */
import { WidgetError } from './problem.ts';
import { within } from './within.ts';

export interface TokenSource {
  readonly token?: string | undefined;
  readonly tokenUrl?: string | undefined;
  readonly getToken?: (() => string | Promise<string>) | undefined;
}

export function hasSource(source: TokenSource): boolean {
  return Boolean(source.token) || isRenewable(source);
}

/** Whether asking again can bring another token. */
export function isRenewable({ tokenUrl, getToken }: TokenSource): boolean {
  return Boolean(tokenUrl || getToken);
}

/**
 * The first time a given token is taken; a second time the source is asked, past every cache.
 *
 * @throws WidgetError `token_missing`, `token_unavailable`
 */
export async function askForToken(
  source: TokenSource,
  isAgain: boolean,
  fetch: typeof globalThis.fetch,
  limitMs = 10_000,
): Promise<string> {
  if (source.token && !isAgain) return source.token;
  try {
    const asked = source.getToken
      ? Promise.resolve(source.getToken())
      : source.tokenUrl
        ? fetchToken(source.tokenUrl, isAgain, fetch)
        : undefined;
    const token = asked && (await within(limitMs, asked));
    if (token) return token.trim();
  } catch (error) {
    throw new WidgetError('token_unavailable', String(error), { cause: error });
  }
  throw new WidgetError('token_missing');
}

/**
 * A bare `fetch(url)`: only then does it take what `<link rel="preload" as="fetch" crossorigin>` has
 * already asked for. The reply is `{ "token": "…" }`, or the token alone.
 */
async function fetchToken(
  url: string,
  isAgain: boolean,
  fetch: typeof globalThis.fetch,
): Promise<string> {
  const reply = await (isAgain ? fetch(url, { cache: 'reload' }) : fetch(url));
  if (!reply.ok) throw new Error(`${url} answered ${reply.status}`);
  const text = await reply.text();
  if (!text.trimStart().startsWith('{')) return text;
  const { token } = JSON.parse(text) as { token?: unknown };
  return typeof token === 'string' ? token : '';
}
