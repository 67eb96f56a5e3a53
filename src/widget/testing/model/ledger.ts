/**
 * What respondents were told, held against what is: an answer told saved is on the platter or at the service, one
 * told sent is at the service, and nobody meets another person's answers.
 */
import type { Delivery } from '../../later-events.ts';
import { isPending } from '../../record.ts';
import type { OutboxRecord } from '../../record.ts';
import type { Answer, Answers } from '../../../protocol/response.ts';
import type { StorageKind } from '../../store/record-store.ts';
import type { Letter } from './air.ts';
import type { Coverage } from './coverage.ts';
import type { Device } from './device.ts';
import { TRANSACTIONS_MAX } from './disk.ts';
import type { Page, Visitor } from './page.ts';
import type { ModelService } from './service.ts';

/** An answer of which somebody was told that it is kept. */
interface Told {
  readonly id: string;
  readonly question: string;
  readonly answer: Answer;
  readonly page: Page;
  readonly storage: StorageKind;
}

export class BrokenPromise extends Error {
  override readonly name = 'BrokenPromise';
}

export class Ledger {
  readonly #service: ModelService;
  readonly #coverage: Coverage;
  /** The newest of each device. */
  #told: Told[] = [];
  readonly #completed = new Set<string>();
  readonly #given = new Set<string>();
  /** The response under which an answer was first told saved. */
  readonly #homes = new Map<Answer['value'], string>();
  #answers = 0;
  /** Found in the middle of the product's own work, which would catch it. */
  #breach: BrokenPromise | undefined;

  constructor(service: ModelService, coverage: Coverage) {
    this.#service = service;
    this.#coverage = coverage;
  }

  /** A new text, which only this visitor can have written. */
  text({ person, order }: Visitor): string {
    this.#answers += 1;
    const text = `${person}/${order}/${this.#answers}`;
    this.#given.add(text);
    return text;
  }

  opened(record: OutboxRecord, { person, order, door }: Visitor): void {
    const respondent = door === 'token' ? person : '';
    const isOwn = record.respondent === respondent && areBy(record.answers, `${person}/${order}/`);
    this.#demand(isOwn, `${person} is shown somebody else’s answers`, record.answers);
  }

  /** What was told of the one is kept in the other. */
  joined(id: string, next: string): void {
    this.#service.named(id, next);
  }

  told(page: Page, record: OutboxRecord, delivery: Delivery, storage: StorageKind): void {
    const { id, status, answers } = record;
    this.#coverage.met(`told ${delivery}`);
    if (this.#service.tombstones.has(this.#service.nameOf(id))) return;
    if (delivery === 'saved') {
      this.#coverage.met(`kept in ${storage}`);
      for (const [question, answer] of Object.entries(answers)) {
        // Where a session has named an earlier response, the draft's answers are kept under their own id.
        if ((this.#homes.get(answer.value) ?? id) !== id) continue;
        this.#homes.set(answer.value, id);
        const told = { id, question, answer, page, storage };
        this.#demand(this.#isKept(told), 'told saved, and it is nowhere', [id, question, answer]);
        this.#remember(told);
      }
      if (status === 'completed' && storage === 'indexeddb') this.#completed.add(id);
    }
    if (delivery === 'sent') {
      const isThere = Object.entries(answers).every(([name, one]) =>
        this.#hasArrived(id, name, one),
      );
      this.#demand(isThere, 'told sent, and the service does not have it', record);
      const isOver = status !== 'completed' || this.#isCompleted(id);
      this.#demand(isOver, 'told sent, and the service takes it for unfinished', record);
    }
  }

  /** A page is about to send: no other that runs may be at it, unless one of the two may be about to go. */
  sending(page: Page, body: string, letters: readonly Letter[]): void {
    if (page.isLeaving) return;
    const { responses } = JSON.parse(body) as { responses: readonly { readonly id: string }[] };
    const ids = responses.map(({ id }) => id);
    const other = letters.find(
      (letter) =>
        letter.page !== page &&
        !letter.isParting &&
        // A thawed page does what it was about to do.
        !page.isPassedOver &&
        letter.page.device === page.device &&
        !letter.page.isPassedOver &&
        ids.some((id) => letter.body.includes(id)),
    );
    this.#demand(other === undefined, 'two tabs send the same response at once', ids);
  }

  /** Nothing is promised any more of what was erased, of what was in a page that is gone, or of what a power cut may take. */
  forget(
    isGone: (told: {
      readonly id: string;
      readonly page: Page;
      readonly storage: StorageKind;
    }) => boolean,
  ): void {
    this.#told = this.#told.filter((told) => !isGone(told));
  }

  check(): void {
    this.forget(({ id, page, storage }) => {
      return (
        this.#service.tombstones.has(this.#service.nameOf(id)) ||
        (storage === 'memory' && !page.isAlive)
      );
    });
    for (const told of this.#told) {
      const { id, question, answer } = told;
      this.#demand(this.#isKept(told), 'lost', [id, question, answer]);
    }
    this.#checkRows();
    this.#complain();
  }

  /** Something is on a device and can be sent. */
  isWaiting(devices: readonly Device[]): boolean {
    return devices.some((device) => judged(device).left.length > 0);
  }

  /** Nothing is on its way any more: all is at the service, or refused and still on its device. */
  conclude(devices: readonly Device[]): void {
    const isBusy = devices.some(({ disk }) => disk.transactions > TRANSACTIONS_MAX);
    this.#demand(!isBusy, 'reads and writes without end', null);
    const states = devices.map(judged);
    const parked = states.flatMap((state) => state.parked);
    const left = states.flatMap((state) => state.left);
    this.#demand(left.length === 0, 'never sent', left);
    for (const told of this.#told) {
      const { id, question, answer } = told;
      if (this.#isTooLate(told)) continue;
      const isHere = parked.some(
        (one) => this.#isOf(one, id) && holds(one.answers, question, answer),
      );
      const isThere = this.#hasArrived(id, question, answer);
      this.#demand(isHere || isThere, 'never arrived', [id, question, answer]);
    }
    for (const id of this.#completed) {
      if (
        this.#service.tombstones.has(this.#service.nameOf(id)) ||
        parked.some((one) => this.#isOf(one, id))
      )
        continue;
      this.#demand(this.#isCompleted(id), 'completed, and the service does not know', id);
    }
    this.#complain();
    this.#coverage.met(parked.length > 0 ? 'ended with something refused' : 'ended with all sent');
  }

  #complain(): void {
    if (this.#breach !== undefined) throw this.#breach;
  }

  #remember(told: Told): void {
    const { id, question, page } = told;
    this.#told = this.#told.filter(
      (one) => one.id !== id || one.question !== question || one.page.device !== page.device,
    );
    this.#told.push(told);
  }

  #checkRows(): void {
    const { rows, tombstones } = this.#service;
    this.#demand(new Set(rows.map(({ id }) => id)).size === rows.length, 'counted twice', rows);
    for (const { id, respondent, answers } of rows) {
      this.#demand(
        areBy(answers, `${respondent}/`),
        'answers in another person’s response',
        answers,
      );
      const texts = Object.values(answers).map(({ value }) => value);
      const isGiven = texts.every((text) => text === null || this.#given.has(text as string));
      this.#demand(isGiven, 'an answer that nobody gave', answers);
      this.#demand(!tombstones.has(id), 'back after it was erased', id);
    }
  }

  #isKept(told: Told): boolean {
    const { id, question, answer, page, storage } = told;
    if (this.#hasArrived(id, question, answer)) return true;
    if (this.#isTooLate(told)) return true;
    if (storage === 'memory') return page.isAlive;
    const { disk } = page.device;
    const kept = [
      ...(disk.records as readonly OutboxRecord[]),
      ...(storage === 'localstorage' ? localRecords(disk.local) : []),
    ];
    return kept.some((record) => this.#isOf(record, id) && holds(record.answers, question, answer));
  }

  #hasArrived(id: string, question: string, answer: Answer): boolean {
    const { rows, quarantine } = this.#service;
    return [...rows, ...quarantine].some(
      (one) => this.#isOf(one, id) && holds(one.answers, question, answer),
    );
  }

  /**
   * Two tabs that could not write did not know of each other. When one of them has completed the response and
   * the disk takes it, the other’s answers are edits after the end.
   */
  #isTooLate({ id, page: { device } }: Told): boolean {
    const isEnd = (one: OutboxRecord): boolean => this.#isOf(one, id) && one.status === 'completed';
    const isOver = this.#isCompleted(id) || newest(device).some(isEnd);
    return device.disk.hasBeenFull && isOver;
  }

  #isCompleted(id: string): boolean {
    const { rows, quarantine } = this.#service;
    return [...rows, ...quarantine].some(
      (one) => this.#isOf(one, id) && one.status === 'completed',
    );
  }

  /** Under the id of which it was told, or of the response that this has become. */
  #isOf(one: { readonly id: string }, id: string): boolean {
    return one.id === id || one.id === this.#service.nameOf(id);
  }

  #demand(isSo: boolean, otherwise: string, about: unknown): void {
    if (!isSo) this.#breach ??= new BrokenPromise(`${otherwise}: ${JSON.stringify(about)}`);
  }
}

/** That answer, or one that was given later. */
function holds(answers: Answers, question: string, answer: Answer): boolean {
  const held = answers[question];
  if (held === undefined) return false;
  return held.at > answer.at || (held.at === answer.at && held.value === answer.value);
}

function areBy(answers: Answers, prefix: string): boolean {
  return Object.values(answers).every(
    ({ value }) => value === null || (value as string).startsWith(prefix),
  );
}

/** What is refused, and what can still be sent: the copies of one record go together, as the outbox unites them. */
function judged(device: Device): Record<'parked' | 'left', readonly OutboxRecord[]> {
  const copies = newest(device);
  const refused = copies.filter(({ parked }) => parked !== undefined);
  const isRefused = ({ id, grant }: OutboxRecord): boolean =>
    refused.some((one) => one.id === id && one.grant === grant);
  return {
    parked: copies.filter(isRefused),
    left: copies.filter((record) => isPending(record) && !isRefused(record)),
  };
}

/** An older copy may stand where a newer one could not be written. One with more in it is no copy. */
function newest({ disk }: Device): readonly OutboxRecord[] {
  const copies = [...(disk.records as readonly OutboxRecord[]), ...localRecords(disk.local)];
  return copies.filter((copy) => !copies.some((one) => one.id === copy.id && isPast(copy, one)));
}

function isPast({ revision, base, status, answers }: OutboxRecord, later: OutboxRecord): boolean {
  return (
    (later.revision - revision || later.base - base) > 0 &&
    (status !== 'completed' || later.status === 'completed') &&
    Object.entries(answers).every(([question, answer]) => holds(later.answers, question, answer))
  );
}

function localRecords(local: ReadonlyMap<string, string>): readonly OutboxRecord[] {
  return [...local.values()].map((text) => JSON.parse(text) as OutboxRecord);
}
