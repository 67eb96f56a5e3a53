/**
 * What the loader follows: a project's public configuration. The same for everybody who may see it, so that browsers
 * and whatever stands between keep it: a page asks at most once in five minutes, and never waits for an answer that
 * it has had before.
 */
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

import type { Context, Hono } from 'hono';
import type { Kysely } from 'kysely';

import { ON_PAGE_PATH, OnPageParams } from '../../protocol/index.ts';
import type { OnPageConfiguration } from '../../protocol/index.ts';
import { chooseEncoding } from '../assets/encoding.ts';
import type { Encoding } from '../assets/encoding.ts';
import { originProblem } from '../credentials/origin.ts';
import type { Tables } from '../database/types.ts';
import { readDeclarations } from '../events/event-types.ts';
import { sha256 } from '../hash.ts';
import type { AppEnvironment } from '../http/app.ts';
import { corsHeaders } from '../http/cors.ts';
import { isKnown } from '../http/etag.ts';
import { honoPath } from '../http/route-path.ts';
import { parseBySchema } from '../http/schema-door.ts';
import type { Traffic } from '../http/traffic.ts';
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';
import { surveysAmong } from './on-page.ts';

export function mountOnPage(
  app: Hono<AppEnvironment>,
  traffic: Traffic,
  { database }: Pick<World, 'database'>,
): void {
  const path = honoPath(ON_PAGE_PATH);
  app.use(path, async (c, next) => {
    await next();
    const headers = corsHeaders(c.req.header('origin') ?? null);
    for (const [name, value] of Object.entries({ ...headers, vary: 'Origin, Accept-Encoding' })) {
      c.header(name, value);
    }
  });
  app.get(path, async (c) => {
    traffic.admitAddress({ peer: c.env.peer, forwardedFor: c.req.header('x-forwarded-for') });
    const { project } = parseBySchema(OnPageParams, c.req.param(), '/params');
    c.set('project', project);
    traffic.checkProject(project);
    const configuration = await traffic.work(() => readFor(c, project, database.db));
    return await answer(c, JSON.stringify(configuration));
  });
}

/**
 * Of a request that names no origin nothing can be said: it comes from the service's own pages, or from no page at all,
 * and then may know what every visitor of the project's pages can read.
 *
 * @throws ProblemError `origin_not_allowed`, which an unknown project answers as well
 */
async function readFor(
  c: Context<AppEnvironment>,
  project: string,
  db: Kysely<Tables>,
): Promise<OnPageConfiguration> {
  const row = await db
    .selectFrom('projects')
    .leftJoin('on_page_rules', 'project_id', 'projects.id')
    .select(['origins', 'rules'])
    .where('projects.id', '=', project)
    .executeTakeFirst();
  const origin = c.req.header('origin') ?? null;
  const problem = origin === null ? null : originProblem(origin, row?.origins ?? []);
  if (problem !== null) throw new ProblemError(problem);
  const rules = row?.rules ?? [];
  const surveys = await surveysAmong(project, rules, db);
  const declared = await readDeclarations(project, db);
  return {
    rules: rules.filter(({ survey }) => surveys.get(survey) === 'published'),
    events: [...declared.keys()]
      .filter((name) => declared.get(name)?.fromPages === true)
      .toSorted(),
  };
}

async function answer(c: Context<AppEnvironment>, text: string): Promise<Response> {
  const encoding = chooseEncoding(c.req.header('accept-encoding'));
  const etag = `"${sha256(text).slice(0, 32)}-${encoding}"`;
  const headers = {
    'cache-control': 'public, max-age=300, stale-while-revalidate=86400',
    etag,
  };
  if (isKnown(c.req.header('if-none-match'), etag)) return c.body(null, 304, headers);
  return c.body(await compressed[encoding](text), 200, {
    ...headers,
    'content-type': 'application/json',
    ...(encoding !== 'identity' && { 'content-encoding': encoding }),
  });
}

/** Made anew for each that has none or an old one: a few kilobytes take less time than a look at the database. */
const compressed: Readonly<
  Record<Encoding, (text: string) => Promise<Uint8Array<ArrayBuffer> | string>>
> = {
  br: async (text) =>
    new Uint8Array(
      await promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
    ),
  gzip: async (text) => new Uint8Array(await promisify(gzip)(text)),
  identity: async (text) => text,
};
