/** A visit of a person to a page with rules, in a real browser, whose clock is in the test's hands. */
import type { OnPageRule } from '../../protocol/on-page.ts';
import { Lookout } from '../lookout.ts';
import type { Ask, Outcome } from '../lookout.ts';
import { Memory } from '../memory.ts';

export interface Visit {
  readonly lookout: Lookout;
  /** Ids of the rules that have asked, in order. */
  readonly asked: string[];
  /** What the last of them was given along. */
  readonly values: () => object;
  /** How it goes from now on; without one a survey is never done opening. */
  outcome: Outcome['rest'] | undefined;
  /** Surveys that were taken away before they came. */
  readonly left: string[];
  leave(): void;
}

let visits = 0;

export function ruleOf(change: Partial<OnPageRule> & Pick<OnPageRule, 'when'>): OnPageRule {
  return { id: 'rule', survey: `srv_${change.id ?? 'rule'}`, ...change };
}

/** The project is each visit's own, unless it goes on where another has stopped. */
export function visitPage(
  rules: readonly OnPageRule[],
  { consent = 'none', project = `prj_${(visits += 1)}` } = {},
): Visit {
  let given: object = {};
  const ask: Ask = (rule, values, left) => {
    visit.asked.push(rule.id);
    given = values;
    return new Promise((resolve) => {
      const end = (rest: Outcome['rest']): void =>
        resolve({
          rest,
          pauseDays: { asked: rule.pauseDays ?? 30, 'not-asked': 1, failed: 0 }[rest],
        });
      left.addEventListener('abort', () => {
        visit.left.push(rule.id);
        end('failed');
      });
      if (visit.outcome) end(visit.outcome);
    });
  };
  const visit: Visit = {
    lookout: new Lookout(rules, new Memory(project, consent), ask),
    asked: [],
    values: () => given,
    outcome: 'asked',
    left: [],
    leave: () => {
      // It would go on beside the next page, which has its own.
      visit.lookout.memory.save = () => undefined;
      for (const one of visit.lookout.progress) {
        one.stop?.();
        one.dueAt = undefined;
      }
    },
  };
  visit.lookout.look();
  return visit;
}
