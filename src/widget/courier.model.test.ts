/**
 * No sequence of answers, lost requests, lost replies, reloads, second tabs and refusals loses an answer or
 * counts it twice: checked by random histories against the rules of the service.
 */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { Courier } from './courier.ts';
import { isPending, joined, keyOf, revised } from './record.ts';
import type { OutboxRecord } from './record.ts';
import { memoryStore } from './store/memory-store.ts';
import { Outbox } from './store/outbox.ts';
import { at, CONTENT, ENDPOINT, record } from './testing/samples.ts';
import { ModelService } from './testing/service.ts';
import { world } from './testing/world.ts';

type Fate = 'arrives' | 'request-lost' | 'reply-lost' | 'portal' | 'half';

type Write =
  | { readonly kind: 'answer'; readonly tab: 0 | 1; readonly who: number; readonly value: number }
  | { readonly kind: 'finish'; readonly tab: 0 | 1; readonly who: number };

type Event =
  | Write
  /** `meanwhile`: written while the request is under way. */
  | {
      readonly kind: 'send';
      readonly tab: 0 | 1;
      readonly fate: Fate;
      readonly meanwhile: Write | null;
    }
  | { readonly kind: 'reload'; readonly tab: 0 | 1 };

const tab = fc.constantFrom<0 | 1>(0, 1);
const who = fc.integer({ min: 0, max: 2 });
const answer = fc.record({
  kind: fc.constant('answer' as const),
  tab,
  who,
  value: fc.integer({ min: 0, max: 10 }),
});
const finish = fc.record({ kind: fc.constant('finish' as const), tab, who });
const send = fc.record({
  kind: fc.constant('send' as const),
  tab,
  fate: fc.constantFrom<Fate>('arrives', 'request-lost', 'reply-lost', 'portal', 'half'),
  meanwhile: fc.option(fc.oneof(answer, finish)),
});
const reload = fc.record({ kind: fc.constant('reload' as const), tab });
const events = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: answer },
    { weight: 1, arbitrary: finish },
    { weight: 4, arbitrary: send },
    { weight: 1, arbitrary: reload },
  ),
  { maxLength: 40 },
);

/** Both questions side by side: what one tab answers is never off the other's path. */
const ONE_SCREEN = {
  ...CONTENT,
  screens: [
    { id: 'only', questions: CONTENT.screens.slice(0, 2).flatMap(({ questions }) => questions) },
  ],
};

class Device {
  readonly service = new ModelService();
  readonly #disk = memoryStore();
  /** What each tab remembers of each response. */
  readonly #memory: Map<number, OutboxRecord>[] = [new Map(), new Map()];
  /** The answers of which a respondent was told "saved": by response and question, newest last. */
  readonly saved = new Map<string, Map<string, { value: number; at: string }>>();
  /** Responses of which a respondent was told that they are complete. */
  readonly completed = new Set<string>();
  #fate: Fate = 'arrives';
  #meanwhile: Write | null = null;
  #seconds = 0;
  readonly #couriers = [this.#courier(), this.#courier()];
  readonly #first = [0, 1, 2].map((n) =>
    record({
      respondent: `customer-${n}`,
      answers: {},
      revision: 0,
      grant: `otg_${n}`,
      screen: 'only',
      survey: { id: 'srv_delivery', version: 1, content: ONE_SCREEN },
    }),
  );

  #courier(): Courier {
    const outbox = new Outbox([this.#disk]);
    return new Courier(
      'prj_shop',
      ENDPOINT,
      outbox,
      world((url, init) => this.#carry(url, init)),
    );
  }

  #carry: typeof globalThis.fetch = async (_url, init) => {
    const body = init?.body as string;
    const write = this.#meanwhile;
    this.#meanwhile = null;
    if (write !== null) await this.play(write);
    if (this.#fate === 'request-lost') throw new TypeError('lost');
    if (this.#fate === 'portal') return new Response('<html>');
    const { results } = this.service.receive(body);
    if (this.#fate === 'reply-lost') throw new TypeError('lost');
    return Response.json({ results: this.#fate === 'half' ? results.slice(1) : results });
  };

  async play(event: Event): Promise<void> {
    switch (event.kind) {
      case 'answer':
        return this.#save(event.tab, event.who, event.value, 'partial');
      case 'finish':
        return this.#save(event.tab, event.who, undefined, 'completed');
      case 'reload':
        this.#memory[event.tab]!.clear();
        this.#couriers[event.tab] = this.#courier();
        return;
      case 'send':
        this.#fate = event.fate;
        this.#meanwhile = event.meanwhile;
        await this.#couriers[event.tab]!.wake();
        return this.#check();
    }
  }

  async settle(): Promise<void> {
    this.#fate = 'arrives';
    this.#meanwhile = null;
    for (let round = 0; round < 4; round += 1) await this.#courier().wake();
    await this.#check();
    for (const id of this.completed) expect(this.service.rows.get(id)?.status).toBe('completed');
  }

  async #save(
    tab: 0 | 1,
    who: number,
    value: number | undefined,
    status: 'partial' | 'completed',
  ): Promise<void> {
    const outbox = new Outbox([this.#disk]);
    const stored = (await outbox.records()).find(({ id }) => id === this.#first[who]!.id);
    const mine = this.#memory[tab]!.get(who) ?? stored ?? this.#first[who]!;
    if (mine.status === 'completed' || this.service.rows.get(mine.id)?.status === 'completed')
      return;
    this.#seconds += 1;
    const now = at(this.#seconds);
    const question = tab === 0 ? 'nps' : 'why';
    const answer = { value: value ?? 5, at: now };
    const next = revised(mine, { answers: { ...mine.answers, [question]: answer }, status }, now);
    const { record: kept } = await outbox.save(next);
    this.#memory[tab]!.set(who, kept);
    // A tab that comes after the end of the response is told so, and promises nothing.
    if (stored?.status === 'completed') return;
    if (status === 'completed') this.completed.add(kept.id);
    const known = this.saved.get(kept.id) ?? new Map<string, { value: number; at: string }>();
    this.saved.set(kept.id, known.set(question, answer));
  }

  /** Everything that was promised is on the device or at the service, and never older. */
  async #check(): Promise<void> {
    const records = await new Outbox([this.#disk]).records();
    for (const [id, questions] of this.saved) {
      const here = records.find((one) => one.id === id);
      const there = this.service.rows.get(id);
      const aside = this.service.quarantine.filter((one) => one.id === id);
      for (const [question, answer] of questions) {
        const places = [here?.answers, there?.answers, ...aside.map(({ answers }) => answers)];
        expect(places.some((answers) => (answers?.[question]?.at ?? '') >= answer.at)).toBe(true);
      }
      if (here === undefined) expect(there?.status).toBe('completed');
      else if (!isPending(here)) expect(there?.revision).toBeGreaterThanOrEqual(here.base);
    }
  }

  async pending(): Promise<readonly OutboxRecord[]> {
    return (await new Outbox([this.#disk]).records()).filter(isPending);
  }
}

it('loses no answer that was stored, whatever happens on the way', async () => {
  await fc.assert(
    fc.asyncProperty(events, async (history) => {
      const device = new Device();
      for (const event of history) await device.play(event);
      await device.settle();
      expect(await device.pending()).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

it('joins two tabs in either order without losing the newest answer of any question', () => {
  const value = fc.integer({ min: 0, max: 10 });
  const side = fc.record({
    revision: fc.integer({ min: 1, max: 4 }),
    nps: value,
    why: value,
    seconds: fc.integer({ min: 0, max: 9 }),
  });
  fc.assert(
    fc.property(side, side, (one, other) => {
      const base = record({ revision: 1, grant: 'otg' });
      const make = (tab: typeof one, name: 'nps' | 'why'): OutboxRecord => ({
        ...base,
        revision: tab.revision,
        answers: { [name]: { value: tab[name], at: at(tab.seconds) } },
      });
      const [a, b] = [make(one, 'nps'), make({ ...other, revision: one.revision }, 'why')];
      const result = joined(a, b);
      expect(result.revision).toBeGreaterThan(a.revision);
      expect(result.answers).toEqual({ ...a.answers, ...b.answers });
      expect(keyOf(result)).toEqual(keyOf(a));
    }),
  );
});
