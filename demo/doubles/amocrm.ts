/** A double of amoCRM API v4: leads with contacts, fields, notes and tasks; tokens; limits; webhooks without a signature. */
import { randomBytes } from 'node:crypto';

import type { Context } from 'hono';

import { amoCrmPage, amoCrmState } from './amocrm-page.ts';
import { isRecord, jsonIn, Double, Window } from './double.ts';
import type { DoubleEnvironment, DoubleOptions } from './double.ts';
import { AMOCRM } from './facts.ts';

type Ctx = Context<DoubleEnvironment>;

export interface FieldValue {
  readonly field_id: number;
  readonly field_code?: string;
  readonly values: readonly { readonly value: unknown }[];
}

export interface Lead {
  readonly id: number;
  name: string;
  price: number;
  status_id: number;
  pipeline_id: number;
  updated_at: number;
  closed_at: number | null;
  custom_fields_values: FieldValue[];
  readonly contact: number;
}

interface Contact {
  readonly id: number;
  readonly name: string;
  readonly custom_fields_values: readonly FieldValue[];
}

export interface Note {
  readonly id: number;
  readonly entity: string;
  readonly entity_id: number;
  readonly text: string;
}

export interface Task extends Note {
  readonly complete_till: number;
}

interface Field {
  readonly id: number;
  readonly name: string;
  readonly type: 'numeric' | 'text' | 'select';
  readonly enums?: readonly string[];
}

export interface OAuthApp {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
}

const TOKEN = 'a-long-lived-token-of-the-demo';
const SEC = 1000;

export class AmoCrm extends Double {
  readonly token = TOKEN;
  readonly oauth: OAuthApp = {
    clientId: 'an-integration',
    clientSecret: 'its-secret',
    redirectUri: 'https://shop.example/oauth',
  };
  /** Works once. */
  refreshToken = 'refresh-0';
  readonly leads = new Map<number, Lead>();
  readonly contacts = new Map<number, Contact>();
  readonly notes: Note[] = [];
  readonly tasks: Task[] = [];
  readonly fields: readonly Field[] = [
    { id: 101, name: 'NPS', type: 'numeric' },
    { id: 102, name: 'Comment', type: 'text' },
    { id: 103, name: 'Mood', type: 'select', enums: ['Happy', 'Sad'] },
  ];
  readonly webhooks: string[] = [];
  /** Whether the token is refused from now on. */
  isRevoked = false;
  /** Requests that came too fast. */
  refused = 0;
  readonly #window = new Window(AMOCRM.requestsPerSecond.value, SEC);
  readonly #refusals = new Window(AMOCRM.blockedAfter.value, 60 * SEC);
  readonly #accessTokens = new Map<string, number>();
  #ids = 40_000;

  constructor(now?: () => Date) {
    super(now);
    this.#routes();
  }

  addLead(id: number, name: string, person: string, email: string): Lead {
    const contact = id + 1;
    this.contacts.set(contact, {
      id: contact,
      name: person,
      custom_fields_values: [{ field_id: 11, field_code: 'EMAIL', values: [{ value: email }] }],
    });
    const lead: Lead = {
      id,
      name,
      price: 1200,
      status_id: 21,
      pipeline_id: 11,
      updated_at: this.#seconds(),
      closed_at: null,
      custom_fields_values: [],
      contact,
    };
    this.leads.set(id, lead);
    return lead;
  }

  /** Resolves with how each who listens has answered. `times`: the vendor sends some things twice. */
  async closeDeal(id: number, { isWon = true, times = 1 } = {}): Promise<number[]> {
    const lead = this.leads.get(id);
    if (lead === undefined) throw new Error(`There is no deal ${id}.`);
    const old = lead.status_id;
    lead.status_id = (isWon ? AMOCRM.won : AMOCRM.lost).value;
    lead.closed_at = this.#seconds();
    lead.updated_at = this.#seconds();
    const form = new URLSearchParams({
      'leads[status][0][id]': String(id),
      'leads[status][0][status_id]': String(lead.status_id),
      'leads[status][0][pipeline_id]': String(lead.pipeline_id),
      'leads[status][0][old_status_id]': String(old),
      'leads[status][0][last_modified]': String(lead.updated_at),
      'account[id]': '31',
      'account[subdomain]': 'localhost',
    });
    const posts = this.webhooks.flatMap((url) => Array.from({ length: times }, () => url));
    return await Promise.all(
      posts.map(async (url) => {
        const signal = AbortSignal.timeout(AMOCRM.answerWithinMs.value);
        return (await fetch(url, { method: 'POST', body: form, signal })).status;
      }),
    );
  }

  /** All of an OAuth integration's tokens are dead at once, as after a day. */
  expireAccess(): void {
    this.#accessTokens.clear();
  }

  #seconds(): number {
    return Math.floor(this.now().getTime() / SEC);
  }

  #routes(): void {
    const { app } = this;
    app.get('/', (c) => c.html(amoCrmPage()));
    app.get('/state', (c) => c.json(amoCrmState(this)));
    app.post('/close/:id', async (c) => {
      await this.closeDeal(Number(c.req.param('id')));
      return c.redirect('/', 303);
    });
    app.post('/oauth2/access_token', async (c) => this.#renew(c, await jsonIn(c)));
    app.use('/api/*', this.troubled());
    app.use('/api/*', async (c, next) => this.#refusal(c) ?? (await next()));
    app.get('/api/v4/leads/custom_fields', (c) =>
      hal(c, { _embedded: { custom_fields: this.fields } }),
    );
    app.get('/api/v4/leads/:id', (c) => this.#lead(c));
    app.patch('/api/v4/leads/:id', async (c) => this.#change(c, await jsonIn(c)));
    app.get('/api/v4/contacts/:id', (c) => {
      const contact = this.contacts.get(Number(c.req.param('id')));
      return contact === undefined ? problem(c, 404) : hal(c, contact);
    });
    app.get('/api/v4/:entity/:id/notes', (c) => this.#listed(c, 'notes', this.notes));
    app.post('/api/v4/:entity/:id/notes', async (c) => this.#addNotes(c, await jsonIn(c)));
    app.get('/api/v4/tasks', (c) => this.#listed(c, 'tasks', this.tasks));
    app.post('/api/v4/tasks', async (c) => this.#addTasks(c, await jsonIn(c)));
    app.post('/api/v4/webhooks', async (c) => {
      const body = await jsonIn(c);
      if (!isRecord(body) || typeof body['destination'] !== 'string') return problem(c, 400);
      this.webhooks.push(body['destination']);
      return hal(c, { destination: body['destination'] }, 201);
    });
    app.notFound((c) => problem(c, 404));
  }

  /** Null: it may come in. */
  #refusal(c: Ctx): Response | null {
    const now = this.now().getTime();
    if (this.#refusals.count >= AMOCRM.blockedAfter.value) return problem(c, 403);
    if (!this.#window.take(now)) {
      this.#refusals.take(now);
      this.refused += 1;
      // Not JSON, as its own client expects.
      return c.text('Too Many Requests', 429);
    }
    const token = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
    const isFresh = (this.#accessTokens.get(token) ?? 0) > now;
    return (token === TOKEN && !this.isRevoked) || isFresh ? null : problem(c, 401);
  }

  /** The refresh token that was used is dead from here on. */
  #renew(c: Ctx, body: unknown): Response {
    const { clientId, clientSecret, redirectUri } = this.oauth;
    const isKnown =
      isRecord(body) &&
      body['client_id'] === clientId &&
      body['client_secret'] === clientSecret &&
      body['redirect_uri'] === redirectUri &&
      body['grant_type'] === 'refresh_token' &&
      body['refresh_token'] === this.refreshToken;
    if (!isKnown) return problem(c, 401);
    const access_token = randomBytes(16).toString('hex');
    const expires_in = AMOCRM.accessTokenSeconds.value;
    this.#accessTokens.set(access_token, this.now().getTime() + expires_in * SEC);
    this.refreshToken = randomBytes(16).toString('hex');
    return c.json({
      token_type: 'Bearer',
      expires_in,
      access_token,
      refresh_token: this.refreshToken,
    });
  }

  #lead(c: Ctx): Response {
    const lead = this.leads.get(Number(c.req.param('id')));
    // An empty answer is how it says that there is none.
    if (lead === undefined) return c.body(null, 204);
    const { contact, ...own } = lead;
    const contacts = c.req.query('with') === 'contacts' ? [{ id: contact, is_main: true }] : [];
    return hal(c, { ...own, _embedded: { contacts } });
  }

  #change(c: Ctx, body: unknown): Response {
    const lead = this.leads.get(Number(c.req.param('id')));
    if (lead === undefined) return problem(c, 404);
    const values = isRecord(body) ? body['custom_fields_values'] : undefined;
    const given = Array.isArray(values) ? (values as FieldValue[]) : [];
    const errors = given.flatMap((one, at) => this.#faultOf(one, at));
    if (errors.length > 0) return problem(c, 400, [{ request_id: '0', errors }]);
    const changed = new Set(given.map(({ field_id }) => field_id));
    const others = lead.custom_fields_values.filter(({ field_id }) => !changed.has(field_id));
    lead.custom_fields_values = [...others, ...given];
    lead.updated_at = this.#seconds();
    return hal(c, { id: lead.id, updated_at: lead.updated_at });
  }

  #faultOf({ field_id, values }: FieldValue, at: number): object[] {
    const field = this.fields.find(({ id }) => id === field_id);
    const value = values[0]?.value;
    const isFitting =
      field?.type === 'numeric'
        ? typeof value === 'number'
        : typeof value === 'string' && (field?.enums?.includes(value) ?? true);
    if (field !== undefined && isFitting) return [];
    const path = `custom_fields_values.${at}.${field === undefined ? 'field_id' : 'values'}`;
    const detail = 'The value you selected is not a valid choice.';
    return [{ code: 'NotSupportedChoice', path, detail }];
  }

  #addNotes(c: Ctx, body: unknown): Response {
    const { entity = '', id = '' } = c.req.param() as Record<string, string>;
    if (!this.leads.has(Number(id))) return problem(c, 404);
    if (!isList(body)) return problem(c, 400);
    const made = body.map((one) => {
      const { params, request_id } = one as { params?: { text?: string }; request_id?: string };
      const note = { id: this.#nextId(), entity, entity_id: Number(id), text: params?.text ?? '' };
      this.notes.push(note);
      // It is given back, and keeps nothing from being there twice.
      return { id: note.id, entity_id: note.entity_id, request_id };
    });
    return hal(c, { _embedded: { notes: made } });
  }

  #addTasks(c: Ctx, body: unknown): Response {
    if (!isList(body)) return problem(c, 400);
    const tasks = body as unknown as {
      text?: string;
      complete_till?: number;
      entity_id: number;
      entity_type: string;
      request_id?: string;
    }[];
    if (tasks.some(({ text, complete_till }) => !text || !Number.isInteger(complete_till))) {
      return problem(c, 400);
    }
    const made = tasks.map(
      ({ text = '', complete_till = 0, entity_id, entity_type, request_id }) => {
        const id = this.#nextId();
        this.tasks.push({ id, entity: entity_type, entity_id, text, complete_till });
        return { id, request_id };
      },
    );
    return hal(c, { _embedded: { tasks: made } });
  }

  /** Newest first. */
  #listed(c: Ctx, name: string, all: readonly Note[]): Response {
    const wanted = c.req.param('id') ?? c.req.query('filter[entity_id]');
    const found = all.filter(({ entity_id }) => String(entity_id) === wanted).reverse();
    if (found.length === 0) return c.body(null, 204);
    const shown = found.map((one) => ({ ...one, params: { text: one.text } }));
    return hal(c, { _embedded: { [name]: shown.slice(0, AMOCRM.batchMax.value) } });
  }

  #nextId(): number {
    this.#ids += 1;
    return this.#ids;
  }
}

function isList(body: unknown): body is Record<string, unknown>[] {
  return (
    Array.isArray(body) &&
    body.length > 0 &&
    body.length <= AMOCRM.batchMax.value &&
    body.every(isRecord)
  );
}

function hal(c: Ctx, body: object, status: 200 | 201 = 200): Response {
  return c.json(body, status, { 'content-type': AMOCRM.success.value });
}

const TITLES = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
} as const;

function problem(c: Ctx, status: keyof typeof TITLES, validation?: readonly object[]): Response {
  const body = {
    ...(validation !== undefined && { 'validation-errors': validation }),
    title: TITLES[status],
    type: `https://httpstatus.es/${status}`,
    status,
    detail: status === 400 ? 'Request validation failed' : TITLES[status],
  };
  return c.json(body, status, { 'content-type': AMOCRM.problem.value });
}

export async function startAmoCrm({ port = 0, now }: DoubleOptions = {}): Promise<AmoCrm> {
  const double = new AmoCrm(now);
  await double.open(port);
  return double;
}
