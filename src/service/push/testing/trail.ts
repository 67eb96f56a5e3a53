/** Everything that others get to see of a survey on its way, by the place where they see it, and a search through it. */
import type { TestService } from '../../testing/service.ts';
import type { PushServer } from './push-server.ts';

/** `payload`: what a device gets. `push`: the rest of what a push service is told. */
export type Place = 'payload' | 'push' | 'address' | 'page' | 'log' | 'job';

export interface Trace {
  readonly place: Place;
  readonly text: string;
}

/** Asks the service as anybody does, and remembers what a proxy in between would write down. */
export function watched(test: TestService, traces: Trace[]): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    // As a page of the service's own asks; a backend has no origin.
    const isPage = request.method === 'POST' && !request.headers.has('authorization');
    if (isPage && !request.headers.has('origin')) {
      request.headers.set('origin', new URL(request.url).origin);
    }
    const from = request.headers.get('referer') ?? '';
    traces.push({ place: 'address', text: `${request.method} ${request.url} ${from}` });
    const reply = await test.service.fetch(request);
    if (reply.headers.get('content-type')?.includes('html')) {
      traces.push({ place: 'page', text: await reply.clone().text() });
    }
    return reply;
  };
}

/** What push services have been told, what has been logged, and what is in the queue. */
export async function gathered(
  test: TestService,
  servers: readonly PushServer[],
): Promise<readonly Trace[]> {
  const told = servers.flatMap(({ delivered, requests }) => [
    ...delivered.map(({ message }) => ({ place: 'payload', text: JSON.stringify(message) })),
    ...requests.map(({ path, headers }) => ({
      place: 'push',
      text: `${path} ${JSON.stringify(headers)}`,
    })),
  ]) as Trace[];
  const { rows } = await test.service.database.execute(
    'select data::text as data, output::text as output from otklik_jobs.job',
  );
  return [
    ...told,
    ...test.logLines.map((text) => ({ place: 'log', text }) as const),
    ...rows.map((row) => ({ place: 'job', text: JSON.stringify(row) }) as const),
  ];
}

/** Where it is found, in whatever way it is written: each place once. */
export function placesOf(secret: string, traces: readonly Trace[]): Place[] {
  const forms = formsOf(secret);
  const hit = traces.filter(({ text }) => forms.some((form) => text.includes(form)));
  return [...new Set(hit.map(({ place }) => place))].sort();
}

/** As it is, in an address, in JSON (also in JSON that is itself a string), and in base64 wherever it begins there. */
export function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  const escaped = json.replaceAll(
    /[^ -~]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const encoded = [0, 1, 2].flatMap((offset) => {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes]);
    // The letters at both ends hang on what stands beside.
    const own = [Math.ceil((offset * 8) / 6), Math.floor((shifted.length * 8) / 6)] as const;
    return [shifted.toString('base64').slice(...own), shifted.toString('base64url').slice(...own)];
  });
  return [
    ...new Set([
      secret,
      encodeURIComponent(secret),
      json,
      JSON.stringify(json).slice(1, -1),
      escaped,
      bytes.toString('hex'),
      ...encoded,
    ]),
  ];
}
