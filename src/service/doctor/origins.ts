/** Which pages may ask: a survey that no page may show asks nobody, and says so nowhere else. */
import type { Kysely } from 'kysely';

import { Origin } from '../../protocol/index.ts';
import type { Check } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import { fail, ok, plural, warn } from './checks.ts';

const NAME = 'origins';

export async function checkOrigins(project: string, db: Kysely<Tables>): Promise<Check[]> {
  const { origins } = await db
    .selectFrom('projects')
    .select('origins')
    .where('id', '=', project)
    .executeTakeFirstOrThrow();
  const published = await db
    .selectFrom('surveys')
    .select('id')
    .where('project_id', '=', project)
    .where('status', '=', 'published')
    .execute();
  return [...originFindings(origins, published.length)];
}

function originFindings(origins: readonly string[], published: number): Check[] {
  if (origins.length === 0) return [withoutOrigins(published)];
  const faults = origins.flatMap((origin) => faultOf(origin) ?? []);
  return faults.length > 0 ? faults : [ok(NAME, `Pages of ${origins.join(', ')} may ask.`)];
}

function withoutOrigins(published: number): Check {
  const surveys = plural(published, 'published survey');
  return published === 0
    ? ok(NAME, 'No survey is published, and no page may ask yet.')
    : warn(
        NAME,
        `${surveys}, and the project names no origin: only tokens that name one open a session.`,
        'Set OTKLIK_ORIGINS to your sites, or let each token name its origins.',
      );
}

function faultOf(origin: string): Check | undefined {
  if (origin === 'null') {
    return fail(
      NAME,
      '"null" is in the list; sandboxed frames and files call themselves so.',
      TAKE_OUT,
    );
  }
  if (origin.includes('*')) {
    const finding = `"${origin}" is in the list; origins are compared letter by letter, so it allows nobody.`;
    return fail(
      NAME,
      finding,
      'Name each site: https://shop.example.com,https://m.shop.example.com.',
    );
  }
  if (!Origin.safeParse(origin).success || !isAsBrowsersSay(origin)) {
    const finding = `"${origin}" is in the list; no browser calls a page so, so it allows nobody.`;
    return fail(NAME, finding, 'Write it as the browser does: https://shop.example.com.');
  }
  if (origin.startsWith('http://') && !isOwnMachine(origin)) {
    const finding = `${origin} is not encrypted: who is on the wire reads and changes what is asked.`;
    return warn(NAME, finding, 'Serve that site by https, and name it so.');
  }
  return undefined;
}

const TAKE_OUT = 'Take it out: it proves nothing, and is refused anyway.';

/** `https://shop.example.com`, and neither `https://Shop.example.com` nor `https://shop.example.com:443`. */
function isAsBrowsersSay(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, origin: said } = new URL(origin);
  // Other schemes are those of apps, which browsers call "null".
  return !/^https?:$/.test(protocol) || said === origin;
}

function isOwnMachine(origin: string): boolean {
  const { hostname } = new URL(origin);
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '127.0.0.1';
}
