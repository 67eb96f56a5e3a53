/** Thanks, an apology, a word on a link that leads nowhere: what is said in place of a question. */
import type { Farewell } from '../../engine/index.ts';
import { attributes, markup } from './html.ts';
import type { Html } from './html.ts';
import { tickIcon } from './icons.ts';
import type { Speech } from './speech.ts';

/** @param state where the answers are */
export function thanksView(
  { title, text, link }: Farewell,
  state: string,
  { rich, say, address }: Speech,
): Html {
  const more = text === undefined ? '' : markup`<p>${rich(text)}</p>`;
  const to =
    link === undefined
      ? ''
      : markup`<a part="link" class="primary" rel="noopener" href="${address(link.url)}">${say(link.label)}</a>`;
  return notice(
    markup`<span class="badge">${tickIcon}</span><h2 part="title">${rich(title)}</h2>${more}${to}<p part="delivery" class="delivery" role="status">${state}</p>`,
  );
}

export function wordView(word: string): Html {
  return notice(markup`<h2 part="title">${word}</h2>`);
}

/** @param form what was sent: it travels on, so that trying again costs nothing */
export function againView(
  word: string,
  retry: string,
  action: string,
  form: URLSearchParams | undefined,
): Html {
  const heading = markup`<h2 part="title">${word}</h2>`;
  if (form === undefined) {
    return notice(markup`${heading}<a part="retry" class="primary" href="${action}">${retry}</a>`);
  }
  const fields = [...form].map(
    ([name, value]) => markup`<input type="hidden"${attributes({ name, value })}>`,
  );
  return notice(
    markup`${heading}<form method="post" action="${action}">${fields}<button part="retry" class="primary">${retry}</button></form>`,
  );
}

function notice(content: Html): Html {
  return markup`<div class="card notice"><header><span class="gap"></span></header><div class="body">${content}</div></div>`;
}
