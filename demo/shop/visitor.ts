import { getCookie, setCookie } from 'hono/cookie';
import type { Context } from 'hono';

import { customerById } from './customers.ts';
import type { Customer } from './customers.ts';
import { wordsOf } from './words.ts';
import type { Language, Words } from './words.ts';

export type Theme = 'auto' | 'light' | 'dark';

/** Who is looking, in which language and light; all of it from the shop's own cookies. */
export interface Visitor {
  readonly customer: Customer;
  readonly lang: Language;
  readonly theme: Theme;
  readonly words: Words;
  /** The address on screen, to come back to after a change of the above. */
  readonly path: string;
}

export function visitorOf(context: Context): Visitor {
  const lang = getCookie(context, 'lang') === 'ru' ? 'ru' : chosenOrAccepted(context);
  const theme = getCookie(context, 'theme');
  const url = new URL(context.req.url);
  return {
    customer: customerById(getCookie(context, 'customer')),
    lang,
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    words: wordsOf(lang),
    path: url.pathname + url.search,
  };
}

function chosenOrAccepted(context: Context): Language {
  if (getCookie(context, 'lang') === 'en') return 'en';
  return /^\s*ru\b/i.test(context.req.header('accept-language') ?? '') ? 'ru' : 'en';
}

/** Keeps the choices of a preferences form. */
export function remember(context: Context, form: Readonly<Record<string, unknown>>): void {
  for (const name of ['customer', 'lang', 'theme']) {
    const value = form[name];
    if (typeof value !== 'string') continue;
    setCookie(context, name, value, { path: '/', httpOnly: true, sameSite: 'Lax' });
  }
}

/** A path of this shop, and never another site. */
export function ownPath(back: unknown): string {
  return typeof back === 'string' && /^\/(?![/\\])/.test(back) ? back : '/';
}
