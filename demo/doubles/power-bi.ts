/** A double of Power BI's push datasets and of the sign-in before it. It appends, and appends again. */
import { randomBytes } from 'node:crypto';

import { Double, isRecord, jsonIn, Window } from './double.ts';
import type { DoubleOptions } from './double.ts';
import { POWER_BI } from './facts.ts';
import { powerBiPage, powerBiState } from './power-bi-page.ts';

type Row = Readonly<Record<string, unknown>>;

export class PowerBi extends Double {
  readonly clientId = 'an-app';
  readonly clientSecret = 'its-secret';
  readonly columns: ReadonlySet<string> = new Set([
    'ResponseId',
    'Survey',
    'Status',
    'CompletedAt',
    'score',
    'comment',
    'segment',
  ]);
  readonly rows: Row[] = [];
  readonly #tokens = new Set<string>();
  readonly #window = new Window(POWER_BI.postsPerMinute.value, 60_000);

  constructor(now?: () => Date) {
    super(now);
    const { app } = this;
    app.get('/', (c) => c.html(powerBiPage()));
    app.get('/state', (c) => c.json(powerBiState(this)));
    app.post('/:tenant/oauth2/v2.0/token', async (c) => {
      const form = new URLSearchParams(await c.req.text());
      const isKnown =
        form.get('grant_type') === 'client_credentials' &&
        form.get('client_id') === this.clientId &&
        form.get('client_secret') === this.clientSecret;
      if (!isKnown) return c.json({ error: 'invalid_client' }, 401);
      const access_token = randomBytes(16).toString('hex');
      this.#tokens.add(access_token);
      return c.json({ token_type: 'Bearer', expires_in: 3599, access_token });
    });
    app.use('/v1.0/*', this.troubled());
    app.post('/v1.0/myorg/groups/:group/datasets/:dataset/tables/:table/rows', async (c) => {
      const token = (c.req.header('authorization') ?? '').replace('Bearer ', '');
      if (!this.#tokens.has(token)) return c.body(null, 401);
      if (c.req.param('dataset') !== 'answers') {
        return c.json({ error: { code: 'PowerBIEntityNotFound' } }, 404);
      }
      if (!this.#window.take(this.now().getTime())) {
        return c.body(null, 429, { 'retry-after': '30' });
      }
      const body = await jsonIn(c);
      const rows = isRecord(body) && Array.isArray(body['rows']) ? (body['rows'] as Row[]) : [];
      const isFitting =
        rows.length > 0 &&
        rows.length <= POWER_BI.rowsPerPost.value &&
        rows.every((row) => this.#fits(row));
      if (!isFitting) return c.json({ error: { code: 'InvalidRequest' } }, 400);
      this.rows.push(...rows);
      return c.body(null, 200);
    });
  }

  #fits(row: Row): boolean {
    const cells = Object.entries(row);
    return (
      cells.length <= POWER_BI.columnsMax.value &&
      cells.every(([name]) => this.columns.has(name)) &&
      cells.every(([, cell]) => typeof cell !== 'string' || cell.length <= POWER_BI.textMax.value)
    );
  }
}

export async function startPowerBi({ port = 0, now }: DoubleOptions = {}): Promise<PowerBi> {
  const double = new PowerBi(now);
  await double.open(port);
  return double;
}
