/** What is said when a page cannot be made: what passes may be tried again, with all that was typed; the rest is said. */
import { PROBLEMS } from '../../protocol/index.ts';
import type { ProblemError } from '../problem-error.ts';
import { againPage, deadEndPage, failedPage } from './pages.ts';
import type { Again, Reply } from './pages.ts';

export function excusePage({ code, particulars }: ProblemError, again: Again): Reply {
  const { lang } = again;
  switch (code) {
    case 'code_invalid':
    case 'code_used':
    case 'invitation_foreign':
      return deadEndPage(code, lang);
    case 'grant_expired':
      return deadEndPage('expired', lang);
    case 'response_erased':
      return deadEndPage('erased', lang);
    default: {
      const { status } = PROBLEMS[code];
      const passes = status >= 500 || status === 429;
      return passes
        ? { ...againPage(again), status, headers: particulars.headers }
        : failedPage(status, lang);
    }
  }
}
