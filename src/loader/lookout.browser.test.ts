import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { OnPageTrigger } from '../protocol/on-page.ts';
import { CHECKS } from './checks.ts';
import { explained, tellConsole } from './explanation.ts';
import { ruleOf, visitPage } from './testing/visit.ts';
import type { Visit } from './testing/visit.ts';

const home = location.href;
let visit: Visit | undefined;

beforeEach(() => {
  vi.useFakeTimers();
  vi.advanceTimersByTime(1000);
  localStorage.clear();
  sessionStorage.clear();
});
afterEach(() => {
  visit?.leave();
  vi.useRealTimers();
  vi.restoreAllMocks();
  history.replaceState(null, '', home);
  document.body.replaceChildren();
});

const at = (event: string, more = {}): OnPageTrigger => ({ on: 'event', event, ...more });
const go = (path: string): void => {
  history.pushState(null, '', path);
  visit!.lookout.moved();
};
/** What is promised by then has come. */
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const whyOf = (id = 'rule'): string =>
  explained(visit!.lookout).find(({ rule }) => rule === id)?.why ?? '';

function hide(isHidden: boolean): void {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(isHidden);
  document.dispatchEvent(new Event('visibilitychange'));
}

describe('an event', () => {
  it('asks, when its properties are as the rule wants them', () => {
    const fits = { if: [{ variable: 'total', op: 'gte' as const, value: 5000 }] };
    visit = visitPage([ruleOf({ when: { all: [at('cart.left', fits)] } })]);
    visit.lookout.track('cart.left', { total: 4999 });
    visit.lookout.track('cart.seen', { total: 9000 });
    visit.lookout.track('cart.left', { total: '9000' });
    expect(visit.asked).toEqual([]);
    visit.lookout.track('cart.left', { total: 5000, step: 'payment' });
    expect(visit.asked).toEqual(['rule']);
    expect(visit.values()).toEqual({ total: 5000, step: 'payment' });
  });

  it.each([
    [{ op: 'in', value: ['gold', 'silver'] }, ['gold'], ['lead', undefined]],
    [{ op: 'ne', value: 'gold' }, ['lead', undefined], ['gold']],
    [{ op: 'lt', value: 3 }, [2], [3, '2', undefined]],
    [{ op: 'lte', value: '2026-11-22' }, ['2026-11-22'], ['2026-11-23', 5]],
    [{ op: 'eq', value: true }, [true], ['true', 1]],
  ] as const)('is compared: %j', (condition, fitting, unfit) => {
    const rule = (value: unknown) => {
      const trigger = at('a', { if: [{ variable: 'plan', ...condition }] });
      const one = visitPage([ruleOf({ when: { all: [trigger] } })]);
      one.lookout.track('a', value === undefined ? {} : { plan: value as string });
      return one.asked.length === 1;
    };
    expect(fitting.map(rule)).toEqual(fitting.map(() => true));
    expect(unfit.map(rule)).toEqual(unfit.map(() => false));
  });

  it('and another, both, in any order, on two pages', () => {
    const when = { all: [at('a'), at('b')] };
    visit = visitPage([ruleOf({ when })]);
    visit.lookout.track('b', {});
    go('/elsewhere');
    expect(visit.asked).toEqual([]);
    visit.lookout.track('a', {});
    expect(visit.asked).toEqual(['rule']);
  });

  it('cancels what waits, and what is just being opened', async () => {
    const rule = ruleOf({
      when: { all: [at('cart.left')] },
      delaySeconds: 10,
      cancelOn: [{ event: 'order.placed' }],
    });
    visit = visitPage([rule]);
    visit.outcome = undefined;
    visit.lookout.track('cart.left', {});
    visit.lookout.track('order.placed', {});
    await vi.advanceTimersByTimeAsync(20_000);
    expect(visit.asked).toEqual([]);
    expect(whyOf()).toContain('cancelled');
    visit.lookout.track('cart.left', {});
    await vi.advanceTimersByTimeAsync(10_000);
    expect([visit.asked, visit.left]).toEqual([['rule'], []]);
    visit.lookout.track('order.placed', {});
    await settle();
    expect(visit.left).toEqual(['rule']);
  });
});

describe('time', () => {
  it('passes from the opening of the page', async () => {
    const rule = ruleOf({ when: { all: [{ on: 'time', seconds: 30 }] } });
    visit = visitPage([rule]);
    go('/next');
    await vi.advanceTimersByTimeAsync(29_900);
    expect(visit.asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(visit.asked).toEqual(['rule']);
  });

  it('counts as dwelling while the page is on the screen', async () => {
    visit = visitPage([ruleOf({ when: { all: [{ on: 'dwell', seconds: 30 }] } })]);
    await vi.advanceTimersByTimeAsync(20_000);
    hide(true);
    await vi.advanceTimersByTimeAsync(60_000);
    hide(false);
    await vi.advanceTimersByTimeAsync(9900);
    expect(visit.asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(visit.asked).toEqual(['rule']);
  });

  it('counts as idle without a sign of life', async () => {
    visit = visitPage([ruleOf({ when: { all: [{ on: 'idle', seconds: 30 }] } })]);
    for (const sign of ['keydown', 'pointermove', 'scroll']) {
      await vi.advanceTimersByTimeAsync(29_000);
      document.body.dispatchEvent(new Event(sign));
    }
    expect(visit.asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(visit.asked).toEqual(['rule']);
  });
});

describe('a delay', () => {
  const when = { all: [at('a')] };

  it('goes on over pages', async () => {
    visit = visitPage([ruleOf({ when, delaySeconds: 10 })]);
    visit.lookout.track('a', {});
    await vi.advanceTimersByTimeAsync(6000);
    go('/next');
    await vi.advanceTimersByTimeAsync(3900);
    expect(visit.asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(visit.asked).toEqual(['rule']);
  });

  it('is followed by another look: on a page that is none of the rule’s nothing is asked', async () => {
    history.pushState(null, '', '/shop/1');
    visit = visitPage([ruleOf({ when, delaySeconds: 10, pages: ['/shop/*'] })]);
    visit.lookout.track('a', {});
    go('/help');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(visit.asked).toEqual([]);
    go('/shop/2');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(visit.asked).toEqual([]);
    visit.lookout.track('a', {});
    await vi.advanceTimersByTimeAsync(10_000);
    expect(visit.asked).toEqual(['rule']);
  });

  it('that ends in the background waits until somebody looks', async () => {
    visit = visitPage([ruleOf({ when, delaySeconds: 10 })]);
    visit.lookout.track('a', {});
    hide(true);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(visit.asked).toEqual([]);
    hide(false);
    expect(visit.asked).toEqual(['rule']);
  });
});

describe('several rules', () => {
  const rules = ['first', 'second'].map((id) => ruleOf({ id, when: { all: [at('a')] } }));

  it('ask one survey at a time, and the first in the list goes first', async () => {
    visit = visitPage(rules);
    visit.outcome = undefined;
    visit.lookout.track('a', {});
    await vi.advanceTimersByTimeAsync(60_000);
    expect(visit.asked).toEqual(['first']);
    expect(whyOf('second')).toBe('A survey is just being opened.');
  });

  it('give way to a survey that is on the screen', async () => {
    visit = visitPage(rules);
    const survey = document.createElement('otklik-survey');
    survey.setAttribute('open', '');
    document.body.append(survey);
    visit.lookout.track('a', {});
    await settle();
    expect(visit.asked).toEqual([]);
    expect(whyOf('first')).toContain('another survey was on the screen');
    survey.remove();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(visit.asked).toEqual([]);
  });

  it('are asked in turn where the service does not want the first', async () => {
    visit = visitPage(rules);
    visit.outcome = 'not-asked';
    visit.lookout.track('a', {});
    await settle();
    expect(visit.asked).toEqual(['first', 'second']);
    visit.lookout.track('a', {});
    await settle();
    expect(visit.asked).toEqual(['first', 'second']);
    expect(whyOf('first')).toContain('refused by the service');
  });

  it('of which one has failed go on', async () => {
    visit = visitPage(rules);
    visit.outcome = 'failed';
    visit.lookout.track('a', {});
    await settle();
    visit.outcome = 'asked';
    visit.lookout.track('a', {});
    await settle();
    expect(visit.asked).toEqual(['first', 'second', 'first', 'second']);
  });
});

describe('a rule', () => {
  it('asks once in a visit, on whatever page', async () => {
    visit = visitPage([ruleOf({ when: { all: [{ on: 'time', seconds: 0 }] }, pauseDays: 0 })]);
    await vi.advanceTimersByTimeAsync(10);
    go('/next');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(visit.asked).toEqual(['rule']);
    expect(whyOf()).toBe('The survey was shown in this visit.');
  });

  it('waits for nothing on pages that are not its own', async () => {
    const listen = vi.spyOn(document, 'addEventListener');
    const rule = ruleOf({ pages: ['/shop/*'], when: { any: [{ on: 'click', element: 'b' }] } });
    visit = visitPage([rule]);
    expect(listen).not.toHaveBeenCalled();
    go('/shop/1');
    expect(listen.mock.calls.map(([type]) => type)).toEqual(['click']);
    const stop = vi.spyOn(document, 'removeEventListener');
    go('/help');
    expect(stop.mock.calls.map(([type]) => type)).toEqual(['click']);
  });

  it('that names things that no browser knows does no harm', async () => {
    const triggers = [
      { on: 'seen', element: '::nonsense(' },
      { on: 'click', element: 'a[' },
      { on: 'shake' },
      at('a'),
    ] as OnPageTrigger[];
    visit = visitPage([ruleOf({ when: { any: triggers } })]);
    document.body.click();
    visit.lookout.track('a', {});
    expect(visit.asked).toEqual(['rule']);
  });

  it('with a share asks that part of the devices', () => {
    const when = { all: [at('a')] };
    const asked = Array.from({ length: 400 }, () => {
      const one = visitPage([ruleOf({ when, share: 0.25 })]);
      one.lookout.track('a', {});
      return one.asked.length;
    });
    const sum = asked.reduce((all, one) => all + one, 0);
    // Of 400 a quarter, give or take six standard deviations.
    expect(sum).toBeGreaterThan(48);
    expect(sum).toBeLessThan(152);
  });
});

describe('consent', () => {
  const rule = ruleOf({ when: { all: [at('a')] }, delaySeconds: 10, share: 1 });
  const kept = (): string[] => [...Object.keys(localStorage), ...Object.keys(sessionStorage)];

  it('that was not given keeps nothing on the device', async () => {
    visit = visitPage([rule]);
    visit.lookout.track('a', {});
    await vi.advanceTimersByTimeAsync(10_000);
    expect(visit.asked).toEqual(['rule']);
    expect(kept()).toEqual([]);
  });

  it.each(['session', 'full'])(
    '%s: what waits survives the way to another page',
    async (consent) => {
      const first = visitPage([rule], { consent, project: 'prj_multi' });
      first.lookout.track('a', { orderNumber: 'A-1' });
      await vi.advanceTimersByTimeAsync(6000);
      first.leave();
      visit = visitPage([rule], { consent, project: 'prj_multi' });
      await vi.advanceTimersByTimeAsync(4000);
      expect(visit.asked).toEqual(['rule']);
      expect(visit.values()).toEqual({ orderNumber: 'A-1' });
      visit.leave();
      visit = visitPage([rule], { consent, project: 'prj_multi' });
      visit.lookout.track('a', {});
      await vi.advanceTimersByTimeAsync(20_000);
      expect(visit.asked).toEqual([]);
    },
  );

  it('that a page tells of late finds what was kept before', async () => {
    const first = visitPage([rule], { consent: 'session', project: 'prj_late' });
    first.lookout.track('a', {});
    first.leave();
    await vi.advanceTimersByTimeAsync(20_000);
    visit = visitPage([rule], { consent: '', project: 'prj_late' });
    expect(visit.asked).toEqual([]);
    visit.lookout.consent('session');
    expect(visit.asked).toEqual(['rule']);
  });

  it('that is withdrawn wipes what was kept', () => {
    visit = visitPage([rule], { consent: 'full' });
    visit.lookout.track('a', {});
    expect(kept()).toHaveLength(1);
    visit.lookout.consent('none');
    expect(kept()).toEqual([]);
  });

  it('full: a survey that was shown pauses over visits, and then may come again', async () => {
    const again = (): Visit => visitPage([rule], { consent: 'full', project: 'prj_pause' });
    for (const [days, times] of [
      [0, 1],
      [29, 0],
      [2, 1],
    ] as const) {
      vi.setSystemTime(Date.now() + days * 24 * 60 * 60 * 1000);
      visit = again();
      visit.lookout.track('a', {});
      await vi.advanceTimersByTimeAsync(10_000);
      expect(visit.asked).toHaveLength(times);
      visit.leave();
    }
  });

  it('full: what one tab has shown another does not show', async () => {
    const tabs = [rule, { ...rule, delaySeconds: 20 }].map((one) =>
      visitPage([one], { consent: 'full', project: 'prj_tabs' }),
    );
    for (const { lookout } of tabs) lookout.track('a', {});
    await vi.advanceTimersByTimeAsync(30_000);
    expect(tabs.map(({ asked }) => asked.length)).toEqual([1, 0]);
    for (const tab of tabs) tab.leave();
  });

  it('full: visits are counted, and half an hour lies between them', () => {
    const third = ruleOf({ when: { all: [at('a')] }, fromVisit: 3 });
    const asked = [0, 10, 31, 31].map((minutes) => {
      vi.setSystemTime(Date.now() + minutes * 60 * 1000);
      visit = visitPage([third], { consent: 'full', project: 'prj_visits' });
      visit.lookout.track('a', {});
      return visit.asked.length;
    });
    expect(asked).toEqual([0, 0, 0, 1]);
  });

  it('of another person begins with nothing', async () => {
    visit = visitPage([rule], { consent: 'full' });
    visit.lookout.track('a', {});
    await vi.advanceTimersByTimeAsync(10_000);
    visit.lookout.reset();
    expect([visit.asked, visit.left]).toEqual([['rule'], ['rule']]);
    visit.lookout.track('a', {});
    await vi.advanceTimersByTimeAsync(10_000);
    expect(visit.asked).toEqual(['rule', 'rule']);
  });
});

describe('the explanation', () => {
  it('names every check in order, and the first that failed', () => {
    const rule = ruleOf({
      pages: ['/shop/*'],
      when: { all: [at('a'), { on: 'scroll', percent: 50 }] },
    });
    visit = visitPage([rule]);
    const [elsewhere] = explained(visit.lookout);
    expect(elsewhere!.checks.map(({ check }) => check)).toEqual(CHECKS);
    expect(elsewhere).toMatchObject({ rule: 'rule', survey: 'srv_rule', failed: 'pages' });
    expect(elsewhere!.why).toMatch(/^It asks on \/shop\/\*: this is none of those, \//);
    go('/shop/1');
    visit.lookout.track('a', {});
    expect(explained(visit.lookout)[0]).toMatchObject({
      failed: 'when',
      why: 'It waits for all of: the event a (done); 50 % of the page seen (not yet).',
    });
  });

  it('goes to the console whenever a reason changes, for whoever wants to see it', () => {
    const lines = vi.spyOn(console, 'debug').mockImplementation(() => undefined);
    visit = visitPage([ruleOf({ when: { all: [at('a')] }, delaySeconds: 10 })]);
    tellConsole(visit.lookout);
    visit.lookout.look();
    visit.lookout.track('a', {});
    expect(lines.mock.calls.map(([line]) => String(line))).toEqual([
      '[otklik] rule: It waits for all of: the event a (not yet).',
      expect.stringMatching(/^\[otklik\] rule: It is due at 20/),
    ]);
  });
});
