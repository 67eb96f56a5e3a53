/** `GET /read/{secret}/…` and `GET /odata/{survey}/…`: who may read what. */
import type { Context, Hono } from 'hono';

import { authenticate } from '../credentials/api-key.ts';
import { responseTable } from '../export/table.ts';
import { textStream } from '../export/stream.ts';
import type { AppEnvironment } from '../http/app.ts';
import type { Traffic } from '../http/traffic.ts';
import { answerOData } from '../odata/odata.ts';
import { ProblemError } from '../problem-error.ts';
import { requireSurvey } from '../surveys/survey-rows.ts';
import type { World } from '../world.ts';
import { fieldsOf, findReadingLink, noteUse } from './reading-links.ts';
import type { ReadingLinkRow } from './reading-links.ts';

export interface ReadingDoor {
  readonly rootKey: string | undefined;
  readonly publicUrl: string | undefined;
  readonly traffic: Traffic;
  readonly world: World;
}

export function mountReading(app: Hono<AppEnvironment>, door: ReadingDoor): void {
  const { publicUrl, world } = door;
  app.get('/read/:secret/responses.csv', async (c) => {
    const link = await admitted(c, door);
    const { project_id: project, survey_id: survey, texts, lang } = link;
    const request = { project, filter: { survey }, texts, lang: lang ?? undefined };
    const table = responseTable({ ...request, lets: fieldsOf(link) }, world.database);
    return new Response(textStream(table, c.req.raw.signal, world), {
      headers: { 'content-type': 'text/csv; charset=utf-8', 'cache-control': 'no-store' },
    });
  });
  const byLink = async (c: Context<AppEnvironment>): Promise<Response> => {
    const link = await admitted(c, door);
    const { project_id: project, survey_id: survey } = link;
    const root = `${rootOf(c, publicUrl)}/read/${c.req.param('secret') ?? ''}/odata`;
    return await answerOData(c, { project, survey, root, lets: fieldsOf(link) }, world);
  };
  app.get('/read/:secret/odata', byLink);
  app.get('/read/:secret/odata/:set{.*}', byLink);
  const byKey = async (c: Context<AppEnvironment>): Promise<Response> => {
    const caller = await authenticate(keyIn(c), door.rootKey, world);
    c.set('project', caller.project);
    if (!caller.scopes.has('responses:read')) {
      throw new ProblemError('scope_missing', {
        detail: 'This route needs the scope "responses:read".',
      });
    }
    const survey = c.req.param('survey') ?? '';
    await requireSurvey(caller.project, survey, world.database.db);
    const root = `${rootOf(c, publicUrl)}/odata/${survey}`;
    return await answerOData(c, { project: caller.project, survey, root }, world);
  };
  app.get('/odata/:survey', byKey);
  app.get('/odata/:survey/:set{.*}', byKey);
}

function rootOf(c: Context<AppEnvironment>, publicUrl: string | undefined): string {
  return (publicUrl ?? new URL(c.req.url).origin).replace(/\/+$/, '');
}

/** As a bearer, or as the password of whoever asks for one (RFC 7617): reports know no other way. */
function keyIn(c: Context<AppEnvironment>): string | null {
  const header = c.req.header('authorization') ?? '';
  const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/.exec(header) ?? [];
  if (/^bearer$/i.test(scheme)) return value;
  if (!/^basic$/i.test(scheme)) return null;
  const pair = Buffer.from(value, 'base64').toString('utf8');
  return pair.slice(pair.indexOf(':') + 1);
}

/** @throws ProblemError `reading_link_unknown`, whatever is wrong with it */
async function admitted(
  c: Context<AppEnvironment>,
  { traffic, world }: ReadingDoor,
): Promise<ReadingLinkRow> {
  const asker = { peer: c.env.peer, forwardedFor: c.req.header('x-forwarded-for') };
  traffic.admitAddress(asker);
  traffic.admitCode(asker);
  const link = await findReadingLink(c.req.param('secret') ?? '', world);
  if (link === undefined) {
    traffic.countWrongCode(asker);
    throw new ProblemError('reading_link_unknown');
  }
  c.set('project', link.project_id);
  traffic.checkProject(link.project_id);
  await noteUse(link, world);
  return link;
}
