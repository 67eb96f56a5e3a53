/** A whole service on a fresh database, with its clock and log in the test's hands. Requests meet no port. */
import { randomBytes } from 'node:crypto';

import type {
  Answers,
  OpenSession,
  PointedError,
  ProblemDocument,
  ResponseReceipt,
  SurveyContent,
} from '../../protocol/index.ts';
import { sha256 } from '../hash.ts';
import { createService } from '../service.ts';
import type { Service, ServiceOptions } from '../service.ts';
import { toJson } from '../database/json.ts';
import { freshDatabase } from './database.ts';

export const ROOT_KEY = `otk_root_${'r'.repeat(40)}`;
export const SHOP = 'https://shop.example';
export const START = new Date('2026-11-22T12:00:00.000Z');

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: AnyReply;
}

/** What some answer or other holds. A test that looks for what is not there finds `undefined`, and fails. */
export interface AnyReply extends Omit<OpenSession, 'ask'>, Omit<ProblemDocument, 'status'> {
  readonly ask: boolean;
  readonly status: string | number;
  readonly errors: [PointedError, ...PointedError[]];
  readonly results: [ResponseReceipt, ...ResponseReceipt[]];
  readonly warnings: PointedError[];
  readonly requestId: string;
  readonly detail: string;
  readonly items: AnyItem[];
  readonly keys: AnyItem[];
  readonly next?: string;
  readonly id: string;
  readonly token: string;
  readonly secret: string;
  readonly version: number;
  readonly responses: number;
  readonly revokedAt: string | null;
  readonly answers: Answers;
  readonly received: number;
  readonly complete: boolean;
}

export interface AnyItem {
  readonly id: string;
  readonly kid: string;
  readonly name: string;
  readonly response: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly errors: readonly PointedError[];
  readonly lastUsedAt: string | null;
}

export interface CallOptions {
  /** Null: no key. */
  readonly key?: string | null;
  readonly headers?: Record<string, string>;
}

export class TestService {
  readonly service: Service;
  readonly logLines: string[];
  readonly clock: { now: Date };

  constructor(service: Service, logLines: string[], clock: { now: Date }) {
    this.service = service;
    this.logLines = logLines;
    this.clock = clock;
  }

  advance(ms: number): void {
    this.clock.now = new Date(this.clock.now.getTime() + ms);
  }

  async send(request: Request): Promise<Answer> {
    const response = await this.service.fetch(request);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parsedReply(text) };
  }

  /** As the customer's backend. */
  async api(
    method: string,
    path: string,
    body?: unknown,
    { key = ROOT_KEY, headers = {} }: CallOptions = {},
  ): Promise<Answer> {
    return await this.send(
      new Request(`http://service.test${path}`, {
        method,
        headers: { ...(key !== null && { authorization: `Bearer ${key}` }), ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
  }

  /** As a page: a CORS-simple POST. */
  async page(path: string, body: unknown, origin: string | null = SHOP): Promise<Answer> {
    return await this.send(
      new Request(`http://service.test${path}`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain', ...(origin !== null && { origin }) },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    );
  }

  async publish(id: string, content: SurveyContent = SURVEY, key = ROOT_KEY): Promise<void> {
    await this.api('PUT', `/v1/surveys/${id}`, { draft: content }, { key });
    const published = await this.api('POST', `/v1/surveys/${id}/publish`, undefined, { key });
    if (published.status !== 200) throw new Error(published.text);
  }

  async token(request: Record<string, unknown> = {}, key = ROOT_KEY): Promise<string> {
    const minted = await this.api('POST', '/v1/tokens', { survey: 'srv_a', ...request }, { key });
    if (minted.status !== 201) throw new Error(minted.text);
    return minted.json.token;
  }

  async session(
    request: Record<string, unknown> = {},
    { responseId = newResponseId(), origin = SHOP, key = ROOT_KEY, page = {} } = {},
  ): Promise<OpenSession> {
    const token = await this.token(request, key);
    const answer = await this.page('/v1/sessions', { token, responseId, page }, origin);
    if (!answer.json.ask) throw new Error(answer.text);
    return { ...answer.json, ask: true };
  }

  async submit(...responses: readonly unknown[]): Promise<Answer> {
    return await this.page('/v1/responses', { responses });
  }

  /** Another tenant, with a key that may do everything there. */
  async project(id: string, origins: readonly string[] = [SHOP]): Promise<string> {
    const local = id.slice('prj_'.length);
    const secret = `otk_${local}_${randomBytes(32).toString('base64url')}`;
    const createdAt = this.clock.now.toISOString();
    await this.service.database.write(async (trx) => {
      await trx
        .insertInto('projects')
        .values({ id, name: id, origins: toJson(origins), created_at: createdAt })
        .execute();
      await trx
        .insertInto('api_keys')
        .values({
          project_id: id,
          id: `key_${local}`,
          hash: sha256(secret),
          name: 'everything',
          scopes: toJson(ALL_SCOPES),
          created_at: createdAt,
        })
        .execute();
    });
    return secret;
  }
}

export const ALL_SCOPES = [
  'surveys:read',
  'surveys:write',
  'responses:read',
  'responses:repair',
  'responses:erase',
  'tokens:mint',
  'invitations:write',
  'events:write',
  'destinations:write',
  'keys:write',
  'operation:read',
];

export async function testService(options: Partial<ServiceOptions> = {}): Promise<TestService> {
  const logLines: string[] = [];
  const clock = { now: START };
  const service = await createService({
    database: options.database ?? (await freshDatabase()),
    rootKey: ROOT_KEY,
    origins: [SHOP],
    logLevel: 'trace',
    logTo: { write: (line) => void logLines.push(line) },
    processMetrics: false,
    publicDir: '/nowhere',
    now: () => clock.now,
    // The clock stands still unless a test moves it: a bucket would never be filled again.
    rates: 'off',
    ...options,
  });
  return new TestService(service, logLines, clock);
}

let counter = 0;

/** A UUID of version 7. */
export function newResponseId(): string {
  counter += 1;
  const tail = randomBytes(8).toString('hex');
  const time = (START.getTime() + counter).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${tail.slice(0, 3)}-a${tail.slice(3, 6)}-${tail.slice(4)}`;
}

export const SURVEY: SurveyContent = {
  title: { en: 'Delivery', ru: 'Доставка' },
  defaultLanguage: 'en',
  variables: {
    order: { type: 'string' },
    channel: { type: 'string' },
    spent: { type: 'number' },
  },
  screens: [
    {
      id: 'first',
      questions: [
        { id: 'score', type: 'nps', title: { en: 'How likely?', ru: 'Насколько вероятно?' } },
      ],
    },
    {
      id: 'second',
      questions: [
        {
          id: 'why',
          type: 'text',
          size: 'long',
          title: { en: 'Why?', ru: 'Почему?' },
        },
        {
          id: 'liked',
          type: 'multiple',
          title: { en: 'What did you like?', ru: 'Что понравилось?' },
          choices: [
            { id: 'speed', label: { en: 'Speed', ru: 'Скорость' } },
            { id: 'taste', label: { en: 'Taste', ru: 'Вкус' } },
          ],
        },
      ],
    },
  ],
  thanks: { title: { en: 'Thank you', ru: 'Спасибо' } },
};

const AT = START.toISOString();

/** A submission under a session's grant: complete, unless the change says otherwise. */
export function submission(
  session: Pick<OpenSession, 'responseId' | 'grant'>,
  change: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    id: session.responseId,
    grant: session.grant,
    revision: 1,
    base: 0,
    status: 'completed',
    lang: 'en',
    answers: answers({ score: 9, why: 'Fast', liked: ['speed'] }),
    timings: { startedAt: AT, updatedAt: AT },
    ...change,
  };
}

export function answers(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([question, value]) => [question, { value, at: AT }]),
  );
}

export function parsedReply(text: string): AnyReply {
  try {
    return JSON.parse(text) as AnyReply;
  } catch {
    // CSV, metrics, a script: tests of those look at `text`.
    return undefined as unknown as AnyReply;
  }
}
