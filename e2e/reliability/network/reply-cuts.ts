/**
 * The service has stored the answers, and its reply is cut: before its first byte, within its headers, within its
 * body, after its last byte, or anywhere. The widget's own courier brings out each revision through such a line.
 */
import type { StoredResponse } from 'otklik/protocol';

import { seeded } from '../seeded.ts';
import type { Chance } from '../seeded.ts';
import type { Finding, Trial, TrialOptions } from '../trial.ts';
import { Account, figuresOf, isClean } from './account.ts';
import { inTurns } from './crowd.ts';
import { Cuts } from './cuts.ts';
import { createDevice } from './device.ts';
import type { Device, Values, Visit } from './device.ts';
import { openLab, quarantinedBy, rowOf, storedBy } from './lab.ts';
import type { Lab } from './lab.ts';
import { onPage } from './reply-cuts-on-page.ts';

const PAGE = 'https://shop.example.com';
const AT_ONCE = 12;
/** People would wait a second before they try again; a trial has none to lose. */
const PACE = 50;

export const replyCuts: Trial = {
  name: 'reply-cuts',
  promise: 'A reply that is lost, wherever it is cut, costs no answer and counts none twice.',
  missing: () => (process.env['CHROME_BIN'] === undefined ? 'no Chromium' : undefined),
  isInstallable: true,
  run: async (options) => {
    const submissions = options.scale === 'full' ? 2000 : 150;
    const cuts = new Cuts();
    const seldom = await sweep(0.1, submissions, cuts, options);
    const often = await sweep(0.5, submissions, cuts, options);
    const what = 'First, next and final revisions, their replies cut at each place';
    const figures = `${cuts.met} of ${cuts.kinds} kinds of cut met`;
    const met: Finding = { what, figures, isKept: cuts.met === cuts.kinds };
    return [seldom, often, met, await onPage(options)];
  },
};

async function sweep(
  share: number,
  submissions: number,
  cuts: Cuts,
  options: TrialOptions,
): Promise<Finding> {
  const lab = await openLab([PAGE]);
  try {
    const chance = seeded(options.seed).branch(`reply-cuts ${share}`);
    const account = new Account();
    const numbers = Array.from({ length: Math.ceil(submissions / 3) }, (_, n) => n);
    const people: Person[] = [];
    await inTurns(numbers, AT_ONCE, async (n) => {
      people.push(await open(n, chance.branch(n), lab, account));
    });
    lab.line.weather(cuts.weather(share, chance.branch('line')));
    await inTurns(people, AT_ONCE, (person) => answer(person, account));

    const rows = await storedBy(lab.service.client);
    const verdict = await account.judge(rows.map(rowOf));
    const { exchanges, done } = lab.line;
    const sent = exchanges.filter(({ path }) => path === '/v1/responses').length;
    const aside = await quarantinedBy(lab.service.client);
    return {
      what: `${people.length * 3} submissions, ${share * 100} % of the replies cut`,
      figures: `${figuresOf(verdict)}; ${sent} requests, ${done['cut-reply']} replies cut`,
      isKept: isClean(verdict, options.log) && rows.every(isWhole) && aside.length === 0,
    };
  } finally {
    await lab.close();
  }
}

/** Somebody who has the survey open. */
interface Person {
  readonly occasion: string;
  readonly device: Device;
  readonly visit: Visit;
  readonly screens: readonly Values[];
  readonly chance: Chance;
}

async function open(n: number, chance: Chance, lab: Lab, account: Account): Promise<Person> {
  const { line, mint, service } = lab;
  const [occasion, respondent] = [`order-${n}`, `person-${n}`];
  account.respondents.set(occasion, respondent);
  const device = createDevice({ endpoint: line.origin, page: PAGE, chance, pace: PACE });
  const token = { survey: 'srv_short', respondent, variables: { orderNumber: occasion } };
  const visit = await device.begin(await mint(token));
  device.listen((news) => {
    const told = { kind: 'delivery', occasion, response: visit.id, storage: 'memory' } as const;
    if (news.kind === 'blocked') account.note({ ...told, delivery: 'blocked' });
    if (news.kind !== 'sent' || news.record.revision < visit.revision()) return;
    account.received({ ...told, delivery: 'sent' }, async () =>
      rowOf(await service.client.getResponse({ id: visit.id })),
    );
  });
  return { occasion, device, visit, screens: answersOf(n, chance), chance };
}

/** A survey of three screens, each of which is a revision; every fourth time the next is there before the last is. */
async function answer(person: Person, account: Account): Promise<void> {
  const { occasion, device, visit, screens, chance } = person;
  for (const [screen, answers] of screens.entries()) {
    const isLast = screen === 2;
    account.note({ kind: 'tries', occasion, answers, isLast });
    await visit.finish(answers);
    account.note({ kind: 'answered', occasion, answers });
    void device.send();
    if (isLast || chance.happens(0.75)) await visit.received();
  }
}

function answersOf(n: number, chance: Chance): readonly Values[] {
  return [
    { recommend: chance.between(0, 10) },
    { matters: chance.pick(['price', 'speed', 'people']) },
    { more: `The words of person ${n}`, email: `person-${n}@example.com` },
  ];
}

function isWhole({ status, revision, answers }: StoredResponse): boolean {
  return status === 'completed' && revision === 3 && Object.keys(answers).length === 4;
}
