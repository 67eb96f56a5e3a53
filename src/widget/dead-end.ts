/** That a link leads nowhere, in place of a survey: a chunk that hardly anybody needs. */
import { deadEndIn } from '../protocol/dead-ends.ts';
import type { CopyOffer } from './copy-offer.ts';
import { en } from './strings/index.ts';
import { allStrings } from './strings/later.ts';
import { noticeView } from './views/notice.ts';
import type { End } from './views/survey.ts';

/** @param offer where answers were given that nobody takes: of a copy of them */
export function deadEndFor(reason: string, lang: string, offer: CopyOffer | undefined): End {
  return (ui, closeButton) => {
    const strings = allStrings({ ...en, ...ui.strings });
    const title = deadEndIn(lang, reason) ?? strings.failedClosed;
    return noticeView(title, offer && strings.blocked, offer?.view(ui), closeButton);
  };
}
