/** Plays one history in a world of its own. Throws BrokenPromise where one is broken. */
import type { Letter } from './air.ts';
import type { Coverage } from './coverage.ts';
import type { Device } from './device.ts';
import type { Happening, Lie } from './history.ts';
import { Page } from './page.ts';
import type { Fate, Visitor } from './page.ts';
import { reply } from './reply.ts';
import { screenOf } from '../../inputs.ts';
import type { Variant } from './variant.ts';
import { stillness, World } from './world.ts';

const ANNA: Visitor = { person: 'anna', order: 1, door: 'token' };
/** Two devices that answer at once meet in conflicts; each time one of them gets through. */
const ROUNDS = 12;
/** Of a long time, so many moments are played one by one. */
const STEPS = 12;

export async function play(history: readonly Happening[], variant: Variant): Promise<Coverage> {
  const stage = new Stage(variant);
  await stage.happen({ kind: 'open', tab: 0, visitor: ANNA, fate: 'good' });
  for (const happening of history) {
    // oxlint-disable-next-line no-await-in-loop -- one thing after the other
    await stage.happen(happening);
  }
  await stage.settle();
  return stage.coverage;
}

class Stage {
  readonly #world: World;

  constructor(variant: Variant) {
    this.#world = new World(variant);
  }

  get coverage(): Coverage {
    return this.#world.coverage;
  }

  async happen(happening: Happening): Promise<void> {
    this.#world.now += 1000;
    if (happening.kind === 'wait') await this.#wait(happening);
    if (this.#happens(happening)) this.coverage.met(happening.kind);
    await stillness();
    this.#world.ledger.check();
  }

  /** @returns whether it could */
  #happens(happening: Happening): boolean {
    const { air, devices, ledger, service } = this.#world;
    switch (happening.kind) {
      case 'open':
        return this.#open(happening);
      case 'reload': {
        const page = pick(this.#pages, happening.page);
        if (page === undefined) return false;
        this.#replace(page.device, page.tab, page.visitor, happening);
        return true;
      }
      case 'answer':
      case 'keep':
      case 'back':
      case 'dismiss':
        return this.#respond(happening.page, happening.kind);
      case 'send':
        return this.#send(happening.page);
      case 'leave':
        return this.#leave(happening.page);
      case 'freeze':
      case 'thaw':
        return happening.kind === 'freeze'
          ? this.#freeze(happening.page)
          : this.#thaw(happening.page);
      case 'stop':
      case 'save':
      case 'fill':
      case 'room':
        return turn(devices[happening.device]!.disk, happening.kind);
      case 'acknowledge':
        return this.#deliver(air.take(happening.letter));
      case 'arrive':
        return this.#arrive(air.peek(happening.letter));
      case 'lose-reply': {
        const letter = air.take(happening.letter);
        this.#arrive(letter);
        letter?.fail();
        return letter !== undefined;
      }
      case 'lose-request': {
        const letter = air.peek(happening.letter);
        if (letter !== undefined) air.giveUp([letter], happening.late);
        return letter !== undefined;
      }
      case 'lie':
        return this.#lie(air.take(happening.letter), happening.lie);
      case 'late':
        return this.#arrive(air.late.shift());
      case 'kill':
        devices[happening.device]!.kill(happening.written, happening.late);
        return true;
      case 'power': {
        const device = devices[happening.device]!;
        device.disk.cutPower();
        device.kill(false, false);
        ledger.forget(({ page, storage }) => page.device === device && storage !== 'indexeddb');
        return true;
      }
      case 'cancel':
        return service.cancel(happening.person);
      case 'erase':
        return service.erase(happening.person).length > 0;
      case 'wait':
        return true;
    }
  }

  /** Things fall due one after the other; whoever slept for a month finds the rest all at once. */
  async #wait({ ms, late }: Extract<Happening, { kind: 'wait' }>): Promise<void> {
    const { devices } = this.#world;
    const end = this.#world.now + ms;
    // No transaction takes as long as that: the widget gives one up after three seconds.
    for (const { disk } of devices) disk.goOn();
    for (let steps = 0; steps < STEPS; steps += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one moment after the other
      await stillness();
      const next = Math.min(...devices.map((device) => device.nextDue));
      if (next > end) break;
      this.#world.now = Math.max(this.#world.now, next);
      for (const device of devices) device.catchUp(late);
    }
    this.#world.now = end;
    for (const device of devices) device.catchUp(late);
  }

  get #pages(): readonly Page[] {
    return this.#world.devices.flatMap(({ tabs }) => [...tabs.values()]);
  }

  get #running(): readonly Page[] {
    return this.#pages.filter(({ isRunning }) => isRunning);
  }

  #open({ tab, visitor, fate }: Extract<Happening, { kind: 'open' }>): true {
    const device = this.#world.devices[tab === 3 ? 1 : 0]!;
    this.#replace(device, tab % 3, visitor, { fate, late: true });
    return true;
  }

  /** A page in place of the one that the tab has. Requests with `keepalive` may outlive theirs. */
  #replace(device: Device, tab: number, visitor: Visitor, { fate, late }: Arrival): void {
    const before = device.tabs.get(tab);
    before?.outbox.close();
    if (before !== undefined) device.end(before, false, late);
    const page = new Page(device, tab, visitor);
    device.tabs.set(tab, page);
    void page.open(fate);
  }

  #respond(index: number, kind: 'answer' | 'keep' | 'back' | 'dismiss'): boolean {
    const page = pick(
      this.#running.filter((one) => one.answering?.isDone === false && !one.isBusy),
      index,
    );
    const { answering } = page ?? {};
    if (page === undefined || answering === undefined) return false;
    const questions = screenOf(answering.record)?.questions ?? [];
    const given = (): Record<string, string> =>
      Object.fromEntries(questions.map(({ id }) => [id, this.#world.ledger.text(page.visitor)]));
    const work = {
      answer: () => answering.finish(given()),
      keep: () => answering.keep(given()),
      back: () => answering.back({}),
      dismiss: () => answering.dismiss(),
    };
    page.isBusy = true;
    const done = (): void => void (page.isBusy = false);
    // What could not be stored anywhere has not been told to anybody.
    work[kind]().then(done, done);
    return true;
  }

  #send(index: number): boolean {
    const page = pick(this.#running, index);
    void page?.courier.wake();
    return page !== undefined;
  }

  #leave(index: number): boolean {
    const page = pick(this.#running, index);
    page?.leave();
    return page !== undefined;
  }

  /** A page whose transaction is under way is not frozen. */
  #freeze(index: number): boolean {
    const page = pick(
      this.#running.filter(({ device }) => !device.disk.isBusy),
      index,
    );
    page?.freeze();
    return page !== undefined;
  }

  #thaw(index: number): boolean {
    const page = pick(
      this.#pages.filter(({ isRunning }) => !isRunning),
      index,
    );
    page?.thaw();
    return page !== undefined;
  }

  #arrive(letter: Letter | undefined): boolean {
    if (letter === undefined) return false;
    letter.reply ??= this.#world.service.receive(letter.path, letter.body);
    return true;
  }

  #deliver(letter: Letter | undefined): boolean {
    this.#arrive(letter);
    void letter?.reply?.then(letter.answer);
    return letter !== undefined;
  }

  #lie(letter: Letter | undefined, lie: Lie): boolean {
    if (letter === undefined) return false;
    if (lie === 'portal') letter.answer(reply('<!doctype html>Welcome to our hotel.'));
    if (lie === 'empty') letter.answer(reply('', 204));
    if (lie === 'busy') letter.answer(reply({ code: 'unavailable' }, 503, { 'retry-after': '60' }));
    if (lie === 'too-large') letter.answer(reply({ code: 'body_too_large' }, 413));
    if (lie === 'half') {
      this.#arrive(letter);
      void letter.reply?.then(async (whole) => {
        const text = await whole.text();
        letter.answer(reply(text.slice(0, text.length / 2)));
      });
    }
    this.coverage.met(lie);
    return true;
  }

  /** The world is well again: everything goes out that can. */
  async settle(): Promise<void> {
    const { devices, air, ledger } = this.#world;
    for (const device of devices) {
      device.disk.isFull = false;
      device.disk.goOn();
      for (const page of device.tabs.values()) page.thaw();
    }
    await this.#calm();
    for (const letter of air.late.splice(0)) this.#arrive(letter);
    await this.#calm();
    for (const device of devices) device.kill(false, false);
    for (let round = 0; round < ROUNDS && ledger.isWaiting(devices); round += 1) {
      for (const device of devices) {
        const page = new Page(device, 0, ANNA);
        device.tabs.set(0, page);
        void page.courier.wake();
        // oxlint-disable-next-line no-await-in-loop -- one visit after the other
        await this.#calm();
        device.kill(false, false);
      }
    }
    ledger.check();
    ledger.conclude(devices);
  }

  async #calm(): Promise<void> {
    await stillness();
    for (let turns = 0; this.#world.air.letters.length > 0 && turns < 50; turns += 1) {
      this.#deliver(this.#world.air.take(0));
      // oxlint-disable-next-line no-await-in-loop -- one letter after the other
      await stillness();
    }
  }
}

interface Arrival {
  readonly fate: Fate;
  readonly late: boolean;
}

function pick<T>(things: readonly T[], index: number): T | undefined {
  return things[index % Math.max(1, things.length)];
}

function turn(disk: Device['disk'], kind: 'stop' | 'save' | 'fill' | 'room'): boolean {
  if (kind === 'stop') disk.isHeld = true;
  if (kind === 'save') disk.goOn();
  if (kind === 'fill' || kind === 'room') disk.isFull = kind === 'fill';
  disk.hasBeenFull ||= disk.isFull;
  return true;
}
