import { createClient } from '../client.ts';
import type { OtklikClient } from '../client-types.ts';

type Answer = Response | Error | ((request: Request) => Response | Promise<Response>);

export interface FakeService {
  readonly client: OtklikClient;
  /** What arrived, bodies included, in order. */
  readonly requests: { request: Request; body: string }[];
  /** The pauses between attempts. */
  readonly pausesMs: number[];
}

export const API_KEY = 'otk_shop_0123456789abcdefghijklmnop';

/** A service that gives these answers, one to each request; an Error is a connection that fails. */
export function fakeService(
  answers: readonly Answer[],
  { random = 0.5, endpoint = 'https://surveys.example.com', timeoutMs = 30_000 } = {},
): FakeService {
  const requests: FakeService['requests'] = [];
  const pausesMs: number[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    requests.push({ request, body: await request.clone().text() });
    const answer = answers[requests.length - 1];
    if (answer === undefined) throw new Error(`No answer is left for ${request.url}`);
    if (answer instanceof Error) throw answer;
    return answer instanceof Response ? answer : answer(request);
  };
  const client = createClient(
    { endpoint, apiKey: API_KEY, fetch, timeoutMs },
    {
      random: () => random,
      now: () => Date.UTC(2026, 10, 22, 12),
      wait: (ms, signal) => {
        pausesMs.push(ms);
        signal?.throwIfAborted();
        return Promise.resolve();
      },
    },
  );
  return { client, requests, pausesMs };
}

export function json(value: unknown, status = 200): Response {
  return Response.json(value, { status });
}

export function problem(
  code: string,
  status: number,
  {
    headers = {},
    ...more
  }: { headers?: Record<string, string>; detail?: string; errors?: unknown } = {},
): Response {
  const body = { type: `https://example.com/${code}`, title: 'A title.', status, code, ...more };
  return Response.json(body, {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });
}

/** What the promise was refused with; fails when it was not. */
export async function refusal(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('It was not refused.');
    },
    (error: unknown) => error,
  );
}
