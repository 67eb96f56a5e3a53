/**
 * Respondents who remember what the service has told them: each opens a session and sends three revisions, the last of
 * them completed. They give up when the service is gone, and go on where they were when it is back, as the widget does.
 */
import { setTimeout as pass } from 'node:timers/promises';

import type { AnswerValue, ResponseReceipt, StoredResponse } from 'otklik/protocol';

import type { Mint } from '../../support/tokens.ts';
import { uuidV7 } from '../../support/uuid-v7.ts';

export const REVISIONS = 3;

/** One response, and how far its respondent has got. */
export interface Person {
  readonly id: string;
  readonly token: string;
  readonly score: number;
  /** When they answer: a revision that is sent again says the same. */
  readonly at: string;
  /** From a session that was answered. */
  grant?: string;
  /** The last revision that was sent. */
  attempted: number;
  /** The last revision that the service has acknowledged by echoing it. */
  told: number;
}

/** How the service fell short of what it had acknowledged. */
export interface Verdict {
  readonly told: number;
  readonly rows: number;
  /** Acknowledged, and now missing, older, or with other answers. */
  readonly lost: number;
  readonly duplicated: number;
  /** Rows that nobody sent. */
  readonly phantom: number;
}

/** Where the service is, and the page's origin that it allows. */
export interface Address {
  readonly service: string;
  readonly site: string;
}

/** Somebody who was refused what the service had promised: a grant or a token that it no longer knows. */
class Refused extends Error {}

export class Crowd {
  readonly #people: Person[] = [];
  readonly #mint: Mint;

  constructor(mint: Mint) {
    this.#mint = mint;
  }

  /** Revisions that were acknowledged, of all people. */
  get told(): number {
    return this.#people.reduce((sum, person) => sum + person.told, 0);
  }

  /** Resolves when `count` more revisions are acknowledged. */
  async hears(count: number): Promise<void> {
    const enough = this.told + count;
    while (this.told < enough) await pass(2);
  }

  /** New ones answer to the end, one after the other. */
  async queue(people: number, address: Address): Promise<void> {
    for (let nth = 0; nth < people; nth += 1) {
      const person = await this.#newcomer();
      if (!(await send(person, address))) throw new Error('The service is not to be reached.');
    }
  }

  /** New ones come, `atOnce` at a time, until the service is gone. */
  async answer(address: Address, atOnce: number): Promise<void> {
    const line = async (): Promise<void> => {
      do {} while (await send(await this.#newcomer(), address));
    };
    await Promise.all(Array.from({ length: atOnce }, line));
  }

  /**
   * Those who were interrupted go on where they were.
   *
   * @throws Refused when the service no longer knows the grant of one, or no longer takes their revision
   */
  async goOn(address: Address): Promise<void> {
    const waiting = this.#people.filter(({ told }) => told < REVISIONS);
    await Promise.all(waiting.map((person) => send(person, address)));
  }

  judge(rows: readonly StoredResponse[]): Verdict {
    const byId = new Map(rows.map((row) => [row.id, row]));
    const known = new Map(this.#people.map((person) => [person.id, person]));
    return {
      told: this.told,
      rows: byId.size,
      lost: this.#people.reduce((sum, person) => sum + lostOf(person, byId.get(person.id)), 0),
      duplicated: rows.length - byId.size,
      phantom: rows.filter((row) => row.revision > (known.get(row.id)?.attempted ?? 0)).length,
    };
  }

  async #newcomer(): Promise<Person> {
    const id = uuidV7();
    const person: Person = {
      id,
      token: await this.#mint({ survey: 'srv_short', respondent: id, ttlSeconds: 3600 }),
      score: this.#people.length % 11,
      at: new Date().toISOString(),
      attempted: 0,
      told: 0,
    };
    this.#people.push(person);
    return person;
  }
}

/** Of the revisions that were acknowledged, those that are not there any more. */
function lostOf(person: Person, row: StoredResponse | undefined): number {
  if (row === undefined) return person.told;
  if (row.revision < person.told) return person.told - row.revision;
  return JSON.stringify(valuesOf(row.answers)) === JSON.stringify(valuesAt(person, row.revision))
    ? 0
    : person.told;
}

const valuesOf = (answers: StoredResponse['answers']) =>
  Object.fromEntries(
    Object.entries(answers)
      .map(([question, { value }]) => [question, value] as const)
      .toSorted(([one], [other]) => one.localeCompare(other)),
  );

/** What they say grows with each revision, and says whose it is. */
function valuesAt({ id, score }: Person, revision: number): Record<string, AnswerValue> {
  return {
    ...(revision > 2 && { email: null }),
    ...(revision > 1 && { matters: 'speed' }),
    ...(revision > 2 && { more: `said in ${id}` }),
    recommend: score,
  };
}

/** @returns whether they got through; not when the service went away meanwhile */
async function send(person: Person, address: Address): Promise<boolean> {
  try {
    person.grant ??= await openSession(person, address);
    while (person.told < REVISIONS) {
      const revision = person.told + 1;
      person.attempted = revision;
      await submit(person, person.grant, revision, address);
      person.told = revision;
    }
    return true;
  } catch (error) {
    if (error instanceof Refused) throw error;
    return false; // Cut off, or told to come later: nothing was acknowledged.
  }
}

async function openSession({ id, token }: Person, address: Address): Promise<string> {
  const reply = await post(address, '/v1/sessions', { token, responseId: id });
  if (reply['ask'] !== true) throw new Refused(`No session for ${id}: ${JSON.stringify(reply)}`);
  return String(reply['grant']);
}

async function submit(
  person: Person,
  grant: string,
  revision: number,
  address: Address,
): Promise<void> {
  const { at } = person;
  const answers = Object.entries(valuesAt(person, revision)).map(([question, value]) => [
    question,
    { value, at },
  ]);
  const isLast = revision === REVISIONS;
  const response = {
    id: person.id,
    grant,
    revision,
    base: person.told,
    status: isLast ? 'completed' : 'partial',
    lang: 'en',
    answers: Object.fromEntries(answers) as object,
    timings: { startedAt: at, updatedAt: at, ...(isLast && { completedAt: at }) },
  };
  const { results } = await post(address, '/v1/responses', { responses: [response] });
  const [receipt] = results as ResponseReceipt[];
  const isEcho = receipt?.id === person.id && receipt.revision === revision;
  const isTaken = receipt?.result === 'stored' || receipt?.result === 'duplicate';
  if (!isEcho || !isTaken)
    throw new Refused(`${person.id}/${revision}: ${JSON.stringify(receipt)}`);
}

async function post(
  { service, site }: Address,
  path: string,
  body: object,
): Promise<Record<string, unknown>> {
  const reply = await fetch(service + path, {
    method: 'POST',
    headers: { 'content-type': 'text/plain', origin: site },
    body: JSON.stringify(body),
  });
  const content = (await reply.json()) as Record<string, unknown>;
  if (reply.status === 503) throw new Error(`${path}: not now`);
  if (!reply.ok) throw new Refused(`${path}: ${reply.status} ${String(content['code'])}`);
  return content;
}
