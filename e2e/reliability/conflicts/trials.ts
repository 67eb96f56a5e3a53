/**
 * One person, one survey, two or three devices that know nothing of each other until they are back on the line.
 * Each is the widget's own interview, outbox and courier; the service is the real one.
 */
import type { AnswerValue, QuarantinedResponse, StoredResponse } from 'otklik/protocol';

import { inTurns } from '../network/crowd.ts';
import { openLab, storedBy } from '../network/lab.ts';
import type { Lab } from '../network/lab.ts';
import { seeded } from '../seeded.ts';
import type { Chance } from '../seeded.ts';
import type { Finding, Trial, TrialOptions } from '../trial.ts';
import { Device } from './device.ts';
import type { Fate, Told } from './device.ts';
import { SURVEY, SURVEY_ID } from './survey.ts';
import { complaintsOf } from './verdict.ts';
import type { Ending } from './verdict.ts';

const PAGE = 'https://shop.example.com';
const AT_ONCE = 8;

export const conflicts: Trial = {
  name: 'conflicts',
  promise: 'Of one response written on several devices, each question keeps its newest answer.',
  run: async (options) => {
    const lab = await openLab([PAGE]);
    try {
      await lab.service.client.putSurvey({ id: SURVEY_ID, draft: SURVEY });
      await lab.service.client.publishSurvey({ id: SURVEY_ID });
      return [await careful(lab, options), await careless(lab, options)];
    } finally {
      await lab.close();
    }
  },
};

const HISTORIES = { short: 60, full: 2000 };
/** The control ends at the first that is caught: about one in ten is. */
const AT_MOST = 400;

async function careful(lab: Lab, { seed, scale, log }: TrialOptions): Promise<Finding> {
  const chance = seeded(seed).branch('conflicts careful');
  const histories = HISTORIES[scale];
  const endings = await play(historiesOf(chance, { from: 0, to: histories, lab }), lab);
  const complaints = endings.flatMap((ending, n) =>
    complaintsOf(ending).map((complaint) => `history ${n}: ${complaint}`),
  );
  for (const complaint of complaints.slice(0, 20)) log(complaint);
  const told = endings.reduce((sum, ending) => sum + ending.told.length, 0);
  const completed = endings.flatMap((one) => one.stored).filter(isCompleted).length;
  const late = endings.flatMap((one) => one.aside).length;
  return {
    what: `${histories} responses, each on 2 or 3 devices, in random order and off the line`,
    figures:
      `${told} answers told saved, ${complaints.length} lost or replaced by an older one; ` +
      `${completed} completed, ${late} late changes kept aside`,
    isKept: complaints.length === 0 && completed > 0 && late > 0,
  };
}

/** Devices that hide their conflicts must be caught at it, however long it takes to meet a history that shows it. */
async function careless(lab: Lab, { seed }: TrialOptions): Promise<Finding> {
  const chance = seeded(seed).branch('conflicts careless');
  const what = 'broken on purpose: devices that hide their conflicts';
  for (let from = 0; from < AT_MOST; from += AT_ONCE) {
    const played = historiesOf(chance, { from, to: from + AT_ONCE, lab, isCareless: true });
    const endings = await play(played, lab);
    const first = endings.findIndex((ending) => complaintsOf(ending).length > 0);
    if (first >= 0) return { what, figures: `caught by history ${from + first + 1}`, isKept: true };
  }
  return { what, figures: `not caught by ${AT_MOST} histories`, isKept: false };
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly lab: Lab;
  readonly isCareless?: boolean;
}

function historiesOf(chance: Chance, { from, to, lab, isCareless = false }: Range): History[] {
  const kind = isCareless ? 'careless' : 'careful';
  return Array.from({ length: to - from }, (_, n) => {
    const name = `${kind}-${from + n}`;
    return new History(name, chance.branch(from + n), isCareless, lab);
  });
}

async function play(histories: readonly History[], lab: Lab): Promise<readonly Ending[]> {
  await inTurns(histories, AT_ONCE, (history) => history.play());
  const { stored, aside } = await outcome(lab);
  return histories.map(({ respondent, told }) => {
    const own = stored.filter((one) => one.respondent === respondent);
    const ids = new Set(own.map(({ id }) => id));
    return { told: told(), stored: own, aside: aside.filter(({ response }) => ids.has(response)) };
  });
}

const isCompleted = ({ status }: StoredResponse): boolean => status === 'completed';

async function outcome({ service: { client } }: Lab) {
  const aside: QuarantinedResponse[] = [];
  for await (const one of client.listQuarantine.all({ limit: 500 })) aside.push(one);
  return { stored: await storedBy(client), aside };
}

/** What happens to one response, drawn from its own chance. */
class History {
  readonly respondent: string;
  readonly #chance: Chance;
  readonly #lab: Lab;
  readonly #devices: readonly Device[];
  #ms = Date.now();

  constructor(respondent: string, chance: Chance, isCareless: boolean, lab: Lab) {
    this.#chance = chance;
    this.#lab = lab;
    this.respondent = respondent;
    const names = chance.happens(0.5) ? ['phone', 'laptop'] : ['phone', 'laptop', 'tablet'];
    const now = (): number => (this.#ms += 1);
    const { random } = chance;
    const shared = { endpoint: lab.service.origin, page: PAGE, now, random, isCareless };
    this.#devices = names.map((name) => new Device({ name, ...shared }));
  }

  readonly told = (): readonly Told[] => this.#devices.flatMap(({ told }) => told);

  /** The first device begins, so that there is something to find for the others. */
  async play(): Promise<void> {
    const [first] = this.#devices;
    if (first === undefined) return;
    await first.open(await this.#token());
    await this.#answer(first);
    await first.send();
    const steps = this.#chance.between(8, 24);
    for (let step = 0; step < steps; step += 1) await this.#step();
    await this.#bringOut();
  }

  async #step(): Promise<void> {
    const device = this.#chance.pick(this.#devices);
    if (!device.isOpen && !device.isOver) {
      await device.open(await this.#token());
      return;
    }
    const happening = this.#chance.between(1, 20);
    if (happening <= 11) return this.#answer(device);
    if (happening <= 16) return device.send(this.#fate());
    // Those that come back at the same moment.
    if (happening <= 19) {
      await Promise.all(this.#devices.map((one) => one.send()));
      return;
    }
    if (!device.isOver) await device.complete();
  }

  async #answer(device: Device): Promise<void> {
    if (device.isOver) return;
    const [question, value] = this.#chance.pick<() => readonly [string, AnswerValue]>([
      () => ['score', this.#chance.between(0, 10)],
      () => ['why', `because ${this.#chance.between(1, 1000)}`],
      () => ['liked', [this.#chance.pick(['speed', 'taste', 'price'])]],
      () => ['terms', true],
    ])();
    await device.answer(question, value);
  }

  #fate(): Fate {
    return this.#chance.pick<Fate>(['arrives', 'arrives', 'request-lost', 'reply-lost']);
  }

  /** The line is whole again: each sends until nothing waits, whatever it meets on the way. */
  async #bringOut(): Promise<void> {
    const order = this.#chance.happens(0.5) ? this.#devices : [...this.#devices].reverse();
    for (let round = 0; round < 20; round += 1) {
      for (const device of order) await device.send();
      const waiting = await Promise.all(order.map((device) => device.isPending()));
      if (!waiting.includes(true)) return;
    }
    throw new Error(`${this.respondent}: a device goes on sending and is never done.`);
  }

  #token(): Promise<string> {
    const variables = { orderNumber: this.respondent };
    return this.#lab.mint({ survey: SURVEY_ID, respondent: this.respondent, variables });
  }
}
