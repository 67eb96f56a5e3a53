/** Why a rule has asked, or has not, in words: for whoever writes rules. Fetched when somebody wants to know. */
import type { OnPageTrigger, PageHappening } from '../protocol/on-page.ts';
import { CHECKS } from './checks.ts';
import type { CheckName } from './checks.ts';
import type { Lookout, Progress } from './lookout.ts';

export interface ExplainedCheck {
  readonly check: CheckName;
  readonly holds: boolean;
  /** In words. */
  readonly says: string;
}

export interface Explained {
  readonly rule: string;
  readonly survey: string;
  /** In order; each was looked at, also behind the first that failed. */
  readonly checks: readonly ExplainedCheck[];
  /** The first that failed; undefined: it is asking. */
  readonly failed: CheckName | undefined;
  /** In words. */
  readonly why: string;
}

export function explained(lookout: Lookout): readonly Explained[] {
  return lookout.progress.map((progress) => {
    const results = lookout.checksOf(progress);
    const checks = CHECKS.map((check, place) => {
      const holds = results[place] === true;
      return { check, holds, says: words[check](progress, holds, lookout) };
    });
    const failed = checks.find(({ holds }) => !holds);
    const { id: rule, survey } = progress.rule;
    const why = failed?.says ?? 'All checks hold: it asks now.';
    return { rule, survey, checks, failed: failed?.check, why };
  });
}

/** Tells the console of every rule whose reason has changed. */
export function tellConsole(lookout: Lookout): void {
  const told = new Map<string, string>();
  lookout.onLook = () => {
    for (const { rule, why } of explained(lookout)) {
      if (told.get(rule) === why) continue;
      told.set(rule, why);
      // oxlint-disable-next-line no-console -- asked for by data-debug
      console.debug(`[otklik] ${rule}: ${why}`);
    }
  };
  lookout.onLook();
}

type Words = (progress: Progress, holds: boolean, lookout: Lookout) => string;

const words: Readonly<Record<CheckName, Words>> = {
  pages: ({ rule: { pages, exceptPages } }, holds) => {
    if (!pages && !exceptPages) return 'It asks on every page.';
    const where = [listed(pages, 'on'), listed(exceptPages, 'not on')].filter(Boolean).join(', ');
    return `It asks ${where}: this is ${holds ? 'one of those' : 'none of those'}, ${location.pathname}.`;
  },
  visit: ({ rule: { fromVisit } }, _holds, { memory }) => {
    if (!fromVisit) return 'It asks at any visit.';
    const known = 'as far as consent lets visits be counted';
    return `It asks from visit ${fromVisit} on: this is visit ${memory.kept.visits ?? 0}, ${known}.`;
  },
  share: ({ rule: { share } }, holds) =>
    share
      ? `It asks ${share * 100} % of the devices: this is ${holds ? 'one' : 'none'} of them.`
      : 'It asks on all devices.',
  rest: ({ rest }) => {
    if (rest === undefined) return 'It has not asked yet.';
    return (typeof rest === 'number' ? inTheWay[CHECKS[rest] ?? 'free'] : rests[rest]) ?? '';
  },
  pause: ({ rule: { survey } }, holds, { memory }) =>
    holds
      ? 'The survey was not shown here of late.'
      : `The survey was shown here, or refused by the service; it pauses until ${new Date(memory.pauseOf(survey)).toISOString()}.`,
  when: ({ rule, triggers, met, dueAt }) => {
    if (dueAt !== undefined) return 'What it waits for has happened.';
    const how = 'all' in rule.when ? 'all of' : 'one of';
    const each = triggers.map(
      (trigger, place) => `${named(trigger)} (${met[place] ? 'done' : 'not yet'})`,
    );
    return `It waits for ${how}: ${each.join('; ')}.`;
  },
  delay: ({ rule: { delaySeconds = 0 }, dueAt }, holds) => {
    if (dueAt === undefined) return `It waits ${delaySeconds} s more after that.`;
    const at = new Date(dueAt).toISOString();
    return holds ? `It has been due since ${at}.` : `It is due at ${at}.`;
  },
  sight: (_progress, holds) =>
    holds ? 'The page is on the screen.' : 'The page is in the background.',
  turn: (_progress, holds) =>
    holds ? 'No other rule is asking.' : 'A survey is just being opened.',
  free: (_progress, holds) =>
    holds ? 'No survey is on the screen.' : 'Another survey is on the screen.',
};

const anew = 'and the rule begins anew with the next page or event.';
const rests = {
  asked: 'The survey was shown in this visit.',
  'not-asked': 'The service asks this person nothing.',
  failed: `The survey could not be opened, or the page has not let it be shown, ${anew}`,
  cancelled: `An event has cancelled it, ${anew}`,
} as const;

const inTheWay: Readonly<Partial<Record<CheckName, string>>> = {
  pages: `When it was due, the page was none of its pages, ${anew}`,
  visit: `When it was due, visits were no longer counted, ${anew}`,
  share: `When it was due, the lot had not fallen on this device, ${anew}`,
  pause: `When it was due, the survey had been shown in another tab, ${anew}`,
  free: `When it was due, another survey was on the screen, ${anew}`,
};

function listed(addresses: readonly string[] | undefined, how: string): string | undefined {
  return addresses && `${how} ${addresses.join(' or ')}`;
}

function named(trigger: OnPageTrigger): string {
  switch (trigger.on) {
    case 'time':
      return `${trigger.seconds} s after the page was opened`;
    case 'dwell':
      return `${trigger.seconds} s on the screen`;
    case 'idle':
      return `${trigger.seconds} s without a sign of life`;
    case 'scroll':
      return `${trigger.percent} % of the page seen`;
    case 'exit':
      return 'the mouse leaving at the top';
    case 'seen':
      return `${trigger.element} seen`;
    case 'click':
      return `a click on ${trigger.element}`;
    case 'event':
      return happening(trigger);
  }
}

function happening({ event, if: conditions = [] }: PageHappening): string {
  const each = conditions.map(({ variable, op, ...rest }) =>
    [variable, op, 'value' in rest ? JSON.stringify(rest.value) : ''].join(' ').trim(),
  );
  return each.length > 0 ? `the event ${event} with ${each.join(' and ')}` : `the event ${event}`;
}
