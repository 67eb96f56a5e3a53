/** Consent, a link to follow, files: what is done rather than said. */
import type { QuestionOf } from '../../../protocol/index.ts';
import { attributes, markup } from '../html.ts';
import type { Html } from '../html.ts';
import { outIcon } from '../icons.ts';
import type { Speech } from '../speech.ts';
import { needsScript } from '../script-words.ts';
import { describedBy } from './control.ts';
import type { ControlState } from './control.ts';

export function consentControls(
  { id, label, document, required }: QuestionOf<'consent'>,
  { value, fault }: ControlState,
  { say, rich, words }: Speech,
): Html {
  const input = attributes({
    id,
    name: id,
    value: 'true',
    checked: value === true,
    'aria-required': String(required === true),
    'aria-invalid': String(fault !== undefined),
    'aria-describedby': describedBy(id),
  });
  const to =
    document &&
    markup`<a part="document" class="document" href="${document.url}" target="_blank" rel="noopener noreferrer">${say(document.label)}<span class="unseen"> (${words.newWindow})</span></a>`;
  return markup`<div class="choices"><label part="option" class="choice"><input type="checkbox"${input}><span class="face"><span class="mark box"></span><span class="words">${rich(label)}</span></span></label>${to}</div>`;
}

/** That it was followed is seen by script only: without, nobody can say so. */
export function linkControls(
  { id, label, url }: QuestionOf<'link'>,
  _state: ControlState,
  { say, address, words }: Speech,
): Html {
  const isPage = url.startsWith('https:');
  const link = attributes({
    href: address(url),
    target: isPage && '_blank',
    'aria-describedby': `${id}-hint`,
  });
  const leads = isPage ? markup`<span class="unseen"> (${words.newWindow})</span>${outIcon}` : '';
  return markup`<a part="link" class="call" rel="noopener noreferrer"${link}>${say(label)}${leads}</a>`;
}

/** A file is made smaller, and travels in pieces; a form can do neither. */
export function fileControls(
  _question: QuestionOf<'file'>,
  { page }: ControlState,
  { lang, words }: Speech,
): Html {
  return markup`<div class="lacking-script"><p>${needsScript(lang)}</p><p><a href="${page}">${words.retry}</a></p></div>`;
}
