/** Whether somebody is asked a survey now: one check after the other, each with its answer in words. Pure. */
import type {
  AskingCheck,
  AskingOutcome,
  AskingVerdict,
  ProjectAskingPolicy,
  SuppressionReason,
  SurveyAskingPolicy,
} from '../../protocol/index.ts';

const MS_PER_DAY = 24 * 60 * 60 * 1000;

/** Somebody was asked something, once, by whichever way and however often it was looked at. */
export interface Asking {
  readonly survey: string;
  readonly at: string;
  readonly outcome: AskingOutcome;
  /** Of the outcome. */
  readonly outcomeAt: string;
}

export interface Standing {
  readonly survey: string;
  readonly now: Date;
  readonly policy: SurveyAskingPolicy;
  readonly project: ProjectAskingPolicy;
  /** Null: is to be asked. */
  readonly optOut: { readonly until: string | null } | null;
  /** RFC 3339, in UTC. */
  readonly opensAt?: string;
  readonly closesAt?: string;
  readonly isInShare: boolean;
  /** Of the quotas that concern this person, those that are full, in words. */
  readonly full: readonly string[];
  /** In any order. */
  readonly askings: readonly Asking[];
  /** Tags of other surveys. */
  readonly tagsOf: (survey: string) => readonly string[];
}

type Check = (standing: Standing) => AskingCheck | null;

/** Null: there is nothing to check. */
const CHECKS: readonly Check[] = [
  optOut,
  opens,
  closes,
  share,
  quota,
  repeat,
  pause,
  tagPause,
  ...(['submitted', 'partial', 'dismissed', 'shown'] as const).map(pauseAfter),
];

export function judge(standing: Standing): AskingVerdict {
  const checks = CHECKS.flatMap((check) => check(standing) ?? []);
  const { survey } = standing;
  const failed = checks.find(({ passed }) => !passed);
  if (failed === undefined) return { survey, ask: true, why: 'Nothing speaks against it.', checks };
  const { why, until } = failed;
  const reason = REASONS[failed.check] ?? 'fatigue';
  return { survey, ask: false, reason, why, ...(until !== undefined && { until }), checks };
}

const REASONS: Partial<Record<AskingCheck['check'], SuppressionReason>> = {
  closes: 'survey_closed',
  quota: 'quota',
};

function optOut({ optOut: found, now }: Standing): AskingCheck {
  const check = 'optOut' as const;
  if (found === null) return { check, passed: true, why: 'The person has not opted out.' };
  const { until } = found;
  if (until === null) return { check, passed: false, why: 'The person wants not to be asked.' };
  if (until <= now.toISOString()) {
    return { check, passed: true, why: `The person wanted to be asked later, until ${until}.` };
  }
  return { check, passed: false, why: 'The person wants to be asked later.', until };
}

function opens({ opensAt, now }: Standing): AskingCheck | null {
  if (opensAt === undefined) return null;
  const passed = opensAt <= now.toISOString();
  const why = `The survey opens at ${opensAt}.`;
  return { check: 'opens', passed, why, ...(!passed && { until: opensAt }) };
}

function closes({ closesAt, now }: Standing): AskingCheck | null {
  if (closesAt === undefined) return null;
  const passed = now.toISOString() < closesAt;
  return { check: 'closes', passed, why: `The survey closes at ${closesAt}.` };
}

function share({ policy, isInShare }: Standing): AskingCheck | null {
  if (policy.share === undefined) return null;
  const who = isInShare ? 'is' : 'is not';
  const why = `The person ${who} among the ${policy.share * 100} % who are asked.`;
  return { check: 'share', passed: isInShare, why };
}

function quota({ policy, full }: Standing): AskingCheck | null {
  if (policy.quotas === undefined || policy.quotas.length === 0) return null;
  const [first] = full;
  return { check: 'quota', passed: first === undefined, why: first ?? 'There are places left.' };
}

function repeat({ policy, survey, askings, now }: Standing): AskingCheck | null {
  const rule = policy.repeat;
  if (rule === undefined) return null;
  const own = askings.filter((asking) => asking.survey === survey);
  const check = 'repeat' as const;
  const asked = `The person was asked this survey ${own.length} times`;
  if (rule === 'once') return { check, passed: own.length === 0, why: `${asked}, and is once.` };
  if (rule === 'untilAnswered') {
    const passed = own.every(({ outcome }) => outcome !== 'submitted');
    const why = passed ? `${asked}, and has not answered.` : 'The person has answered this survey.';
    return { check, passed, why };
  }
  if ('times' in rule) {
    return { check, passed: own.length < rule.times, why: `${asked}, of at most ${rule.times}.` };
  }
  return { check, ...since(latest(own), rule.everyDays, now, 'was asked this survey') };
}

function pause({ project, askings, now }: Standing): AskingCheck | null {
  const days = project.pauseDays;
  if (days === undefined) return null;
  return { check: 'pause', ...since(latest(askings), days, now, 'was asked something') };
}

/** Of several tags the one that lasts the longest. */
function tagPause({ policy, project, askings, tagsOf, now }: Standing): AskingCheck | null {
  const tags = (policy.tags ?? []).flatMap((tag) => {
    const days = project.tagPauseDays?.[tag];
    return days === undefined ? [] : [{ tag, days }];
  });
  const found = tags.map(({ tag, days }) => {
    const same = askings.filter(({ survey }) => tagsOf(survey).includes(tag));
    return since(latest(same), days, now, `was asked something of "${tag}"`);
  });
  const [first] = found.toSorted((a, b) => ((a.until ?? '') < (b.until ?? '') ? 1 : -1));
  return first === undefined ? null : { check: 'tagPause', ...first };
}

const OUTCOMES: Readonly<Record<AskingOutcome, string>> = {
  shown: 'left it at looking',
  dismissed: 'declined',
  partial: 'stopped in the middle',
  submitted: 'answered',
};

function pauseAfter(outcome: AskingOutcome): Check {
  return ({ project, askings, now }) => {
    const days = project.pauseDaysAfter?.[outcome];
    if (days === undefined) return null;
    const times = askings.filter((one) => one.outcome === outcome).map((one) => one.outcomeAt);
    const found = since(times.toSorted().at(-1), days, now, OUTCOMES[outcome]);
    return { check: 'pauseAfter', ...found };
  };
}

function latest(askings: readonly Asking[]): string | undefined {
  return askings
    .map(({ at }) => at)
    .toSorted()
    .at(-1);
}

function since(
  at: string | undefined,
  days: number,
  now: Date,
  what: string,
): Pick<AskingCheck, 'passed' | 'why' | 'until'> {
  if (at === undefined) return { passed: true, why: `The person has never been one who ${what}.` };
  const until = new Date(Date.parse(at) + days * MS_PER_DAY).toISOString();
  const passed = until <= now.toISOString();
  const why = `The person ${what} at ${at}; the pause is ${days} days.`;
  return { passed, why, ...(!passed && { until }) };
}
