/** The project's policies of asking in a simulation: the judgement of production, over what the history has brought. */
import { rememberedSince } from '../../asking/history.ts';
import type { Asking as Asked } from '../../asking/judge.ts';
import { permissionOf, verdictBy } from '../../asking/permissions.ts';
import type { Policies } from '../../asking/permissions.ts';
import type { Asking, Past } from './simulated-person.ts';

/** People are those of the history alone: of them nothing else was ever asked, and nobody has opted out. */
export function askingBy(policies: Policies): Asking {
  return (survey, { respondent, past, now, completed }) => {
    const { quotas = [] } = policies.ofSurvey(survey);
    const verdict = verdictBy(
      policies,
      { respondent, survey },
      {
        now,
        optOut: null,
        askings: askingsIn(past).filter(({ at }) => at > rememberedSince(now)),
        taken: quotas.map(() => completed),
      },
    );
    return permissionOf(verdict);
  };
}

/** As `readAskings` puts them together: an invitation and what it has led to are one asking. */
function askingsIn(past: readonly Past[]): readonly Asked[] {
  const askings: Asked[] = [];
  for (const { survey, what, at } of past) {
    const open = askings.findLastIndex((one) => one.survey === survey && one.outcome === 'shown');
    const asked = what === 'invited' ? undefined : askings[open];
    if (asked === undefined) askings.push({ survey, at, outcome: OUTCOMES[what], outcomeAt: at });
    else if (what !== 'opened') {
      askings[open] = { ...asked, outcome: OUTCOMES[what], outcomeAt: at };
    }
  }
  return askings;
}

const OUTCOMES: Readonly<Record<Past['what'], Asked['outcome']>> = {
  invited: 'shown',
  opened: 'shown',
  dismissed: 'dismissed',
  completed: 'submitted',
};
