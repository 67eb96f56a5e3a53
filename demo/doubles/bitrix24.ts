/** A double of Bitrix24 REST by webhook: cards, comments, tasks; the leaky bucket; messages that come once or never. */
import type { Context } from 'hono';

import { bitrix24Page, bitrix24State } from './bitrix24-page.ts';
import { Double, isRecord, jsonIn, textOf } from './double.ts';
import type { DoubleEnvironment, DoubleOptions } from './double.ts';
import { BITRIX24 } from './facts.ts';

type Ctx = Context<DoubleEnvironment>;
type Fields = Record<string, unknown>;

export interface Item extends Fields {
  readonly id: number;
  stageId: string;
  stageSemanticId: string;
  movedTime: string;
  updatedTime: string;
}

export interface Comment {
  readonly ID: number;
  readonly ENTITY_ID: number;
  readonly ENTITY_TYPE: string;
  readonly COMMENT: string;
}

export interface Activity {
  readonly ID: number;
  readonly OWNER_ID: number;
  readonly OWNER_TYPE_ID: number;
  readonly SUBJECT: string;
  readonly DESCRIPTION: string;
  readonly DEADLINE: string;
}

const STAGES: Readonly<Record<string, string>> = { WON: 'S', LOSE: 'F' };

/** What it says in place of a result. */
class Refused extends Error {
  readonly status: 400 | 401 | 403 | 404 | 429 | 503;
  readonly code: string;

  constructor(status: Refused['status'], code: string, words: string) {
    super(words);
    this.status = status;
    this.code = code;
  }
}

export class Bitrix24 extends Double {
  readonly secret = 'a-secret-of-the-demo';
  readonly applicationToken = 'an-application-token';
  readonly items = new Map<string, Item>();
  readonly comments: Comment[] = [];
  readonly activities: Activity[] = [];
  readonly fields: ReadonlySet<string> = new Set([
    'title',
    'opportunity',
    'ufCrm_nps',
    'ufCrm_comment',
  ]);
  /** Where its outgoing webhook posts. */
  handler: string | undefined;
  isRevoked = false;
  /** Seconds of work that the next calls of each method are said to have taken. */
  operating = 0;
  #level = 0;
  #leakedAt = 0;
  #ids = 900;

  constructor(now?: () => Date) {
    super(now);
    this.#routes();
  }

  /** The address of its inbound webhook. */
  get webhookUrl(): string {
    return `${this.url}/rest/1/${this.secret}`;
  }

  addDeal(id: number, title: string, person: string, email: string): Item {
    const contact = id + 1;
    const base = {
      stageId: 'NEW',
      stageSemanticId: 'P',
      movedTime: this.#time(),
      updatedTime: this.#time(),
    };
    this.items.set(`3/${contact}`, {
      ...base,
      id: contact,
      name: person,
      fm: [{ typeId: 'EMAIL', value: email }],
    });
    const deal: Item = { ...base, id, title, opportunity: 1200, contactId: contact };
    this.items.set(`2/${id}`, deal);
    return deal;
  }

  /** Resolves with how it was answered, or null where nobody listens: it is not sent again. */
  async moveDeal(id: number, stage = 'WON', { isLost = false } = {}): Promise<number | null> {
    const deal = this.items.get(`2/${id}`);
    if (deal === undefined) throw new Error(`There is no deal ${id}.`);
    deal.stageId = stage;
    deal.stageSemanticId = STAGES[stage] ?? 'P';
    deal.movedTime = this.#time();
    deal.updatedTime = this.#time();
    if (this.handler === undefined || isLost) return null;
    const form = new URLSearchParams({
      event: 'ONCRMDEALUPDATE',
      event_handler_id: '975',
      'data[FIELDS][ID]': String(id),
      ts: String(Math.floor(this.now().getTime() / 1000)),
      'auth[domain]': 'localhost',
      'auth[member_id]': 'a-member',
      'auth[application_token]': this.applicationToken,
    });
    return (await fetch(this.handler, { method: 'POST', body: form })).status;
  }

  #time(): string {
    return this.now().toISOString();
  }

  #routes(): void {
    const { app } = this;
    app.get('/', (c) => c.html(bitrix24Page()));
    app.get('/state', (c) => c.json(bitrix24State(this)));
    app.post('/close/:id', async (c) => {
      await this.moveDeal(Number(c.req.param('id')));
      return c.redirect('/', 303);
    });
    app.use('/rest/*', this.troubled());
    app.post('/rest/:user/:secret/:method', async (c) => this.#call(c, await jsonIn(c)));
  }

  #call(c: Ctx, body: unknown): Response {
    const { secret = '', method = '' } = c.req.param() as Record<string, string>;
    try {
      this.#admit(secret, c.req.header('user-agent') ?? '');
      const result = this.#result(method.replace(/\.json$/, ''), isRecord(body) ? body : {});
      return c.json({ result, time: { operating: this.operating, date_start: this.#time() } });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const reset = Math.floor(this.now().getTime() / 1000) + 60;
      const time = error.status === 429 && {
        time: { operating: this.operating, operating_reset_at: reset },
      };
      return c.json({ error: error.code, error_description: error.message, ...time }, error.status);
    }
  }

  #admit(secret: string, agent: string): void {
    if (secret !== this.secret || this.isRevoked) {
      throw new Refused(401, 'INVALID_CREDENTIALS', 'Invalid request credentials');
    }
    if (!/^\S+\/\S+/.test(agent))
      throw new Refused(400, 'INVALID_REQUEST', 'A User-Agent is asked for');
    const now = this.now().getTime();
    const leaked = ((now - this.#leakedAt) / 1000) * BITRIX24.leakPerSecond.value;
    this.#level = Math.max(0, this.#level - leaked);
    this.#leakedAt = now;
    if (this.#level + 1 > BITRIX24.bucket.value) {
      throw new Refused(503, 'QUERY_LIMIT_EXCEEDED', 'Too many requests');
    }
    this.#level += 1;
    if (this.operating > BITRIX24.operatingSeconds.value) {
      throw new Refused(
        429,
        'OPERATION_TIME_LIMIT',
        'Method is blocked due to operation time limit',
      );
    }
  }

  #result(method: string, body: Fields): unknown {
    switch (method) {
      case 'crm.timeline.comment.add':
        return this.#comment(isRecord(body['fields']) ? body['fields'] : {});
      case 'crm.timeline.comment.list':
        return filtered(this.comments, body['filter']);
      case 'crm.activity.todo.add':
        return this.#todo(body);
      case 'crm.activity.list':
        return filtered(this.activities, body['filter']);
      case 'crm.item.get':
        return { item: this.#item(body) };
      case 'crm.item.update':
        return {
          item: this.#update(this.#item(body), isRecord(body['fields']) ? body['fields'] : {}),
        };
      case 'crm.item.list':
        return { items: this.#list(body) };
      default:
        throw new Refused(404, 'ERROR_METHOD_NOT_FOUND', 'Method not found!');
    }
  }

  #comment({ ENTITY_ID, ENTITY_TYPE, COMMENT }: Fields): number {
    if (ENTITY_ID === undefined || ENTITY_TYPE === undefined) {
      throw new Refused(400, '100', 'Could not find value for parameter {fields}');
    }
    if (typeof COMMENT !== 'string' || COMMENT === '') {
      throw new Refused(400, 'INVALID_ARG_VALUE', 'Empty comment');
    }
    const type = textOf(ENTITY_TYPE);
    if (!this.items.has(`${typeIdOf(type)}/${Number(ENTITY_ID)}`)) {
      throw new Refused(400, 'OWNER_NOT_FOUND', 'The owner is not found');
    }
    const ID = this.#nextId();
    this.comments.unshift({ ID, ENTITY_ID: Number(ENTITY_ID), ENTITY_TYPE: type, COMMENT });
    return ID;
  }

  #todo({ ownerTypeId, ownerId, deadline, title, description }: Fields): { id: number } {
    if (!this.items.has(`${Number(ownerTypeId)}/${Number(ownerId)}`)) {
      throw new Refused(400, 'OWNER_NOT_FOUND', 'The owner is not found');
    }
    const ID = this.#nextId();
    this.activities.unshift({
      ID,
      OWNER_ID: Number(ownerId),
      OWNER_TYPE_ID: Number(ownerTypeId),
      SUBJECT: textOf(title),
      DESCRIPTION: textOf(description),
      DEADLINE: textOf(deadline),
    });
    return { id: ID };
  }

  #item({ entityTypeId, id }: Fields): Item {
    const item = this.items.get(`${Number(entityTypeId)}/${Number(id)}`);
    if (item === undefined) throw new Refused(400, 'NOT_FOUND', 'Not found');
    return item;
  }

  /** What it does not know it passes over, without a word. */
  #update(item: Item, fields: Fields): Item {
    for (const [name, value] of Object.entries(fields)) {
      if (this.fields.has(name)) item[name as 'title'] = value;
    }
    item.updatedTime = this.#time();
    return item;
  }

  #list({ entityTypeId, filter, start }: Fields): Item[] {
    const since = isRecord(filter) ? Date.parse(String(filter['>=updatedTime'])) : Number.NaN;
    const all = [...this.items]
      .filter(([key]) => key.startsWith(`${Number(entityTypeId)}/`))
      .map(([, item]) => item)
      .filter(({ updatedTime }) => Number.isNaN(since) || Date.parse(updatedTime) >= since)
      .toSorted((a, b) => a.updatedTime.localeCompare(b.updatedTime) || a.id - b.id);
    const from = Number(start ?? 0);
    return all.slice(from, from + BITRIX24.pageSize.value);
  }

  #nextId(): number {
    this.#ids += 1;
    return this.#ids;
  }
}

function typeIdOf(name: string): number {
  const types: Readonly<Record<string, number>> = BITRIX24.entityTypes.value;
  return types[name] ?? 0;
}

function filtered<Row extends object>(rows: readonly Row[], filter: unknown): Row[] {
  const wanted = Object.entries(isRecord(filter) ? filter : {});
  return rows
    .filter((row) => wanted.every(([name, value]) => row[name as keyof Row] === value))
    .slice(0, BITRIX24.pageSize.value);
}

export async function startBitrix24({ port = 0, now }: DoubleOptions = {}): Promise<Bitrix24> {
  const double = new Bitrix24(now);
  await double.open(port);
  return double;
}
