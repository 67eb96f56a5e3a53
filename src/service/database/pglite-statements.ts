/** PGlite's statements, each prepared once and sent to PostgreSQL in one piece. */
import { messages, protocol, types } from '@electric-sql/pglite';
import type { PGlite } from '@electric-sql/pglite';

const { serialize } = protocol;

export interface StatementResult {
  readonly rows: readonly Record<string, unknown>[];
  /** The first word of PostgreSQL's report: `SELECT`, `INSERT`, `ROLLBACK`. */
  readonly command: string;
  /** Undefined for what changes no rows by its nature. */
  readonly changedRows: number | undefined;
}

interface Statement {
  readonly name: string;
  readonly parameterTypes: readonly number[];
  readonly fields: readonly messages.Field[];
}

/** The texts that the service runs again and again are fewer; of the rest (lists of any length) the latest stay. */
const STATEMENTS_MAX = 200;

/**
 * PostgreSQL keeps a statement's plan until its table is analysed. One that was made for an empty table
 * would still read the whole table when that has become large, so plans are thought over again.
 */
const PLANS_LAST_RUNS = 1000;

/** Characters. What is longer has a list in it that no second statement has, and a plan of megabytes. */
const TEXT_KEPT_MAX = 20_000;

export class PgliteStatements {
  readonly #pglite: PGlite;
  /** By text, in order of last use, the least recent first. */
  readonly #prepared = new Map<string, Statement>();
  #named = 0;
  #runs = 0;

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
  }

  async run(text: string, parameters: readonly unknown[] = []): Promise<StatementResult> {
    await this.#refreshPlans();
    const statement = this.#prepared.get(text) ?? (await this.#prepare(text));
    this.#prepared.delete(text);
    this.#prepared.set(text, statement);
    const replies = await this.#send([
      serialize.bind({
        statement: statement.name,
        values: parameters.map((value, index) =>
          this.#asText(value, statement.parameterTypes[index] ?? 0),
        ),
      }),
      serialize.execute({}),
    ]);
    const result = this.#result(replies, statement);
    if (/^(CREATE|ALTER|DROP)$/.test(result.command)) await this.#forgetAll();
    else if (text.length > TEXT_KEPT_MAX) await this.#forget(text, statement);
    return result;
  }

  async #refreshPlans(): Promise<void> {
    this.#runs += 1;
    // A transaction that has failed would refuse it.
    if (this.#runs < PLANS_LAST_RUNS || this.#pglite.isInTransaction()) return;
    this.#runs = 0;
    await this.#send([serialize.query('discard plans')]);
  }

  async #prepare(text: string): Promise<Statement> {
    await this.#forgetOldest();
    this.#named += 1;
    const name = `otklik_${this.#named}`;
    const replies = await this.#send([
      serialize.parse({ name, text }),
      serialize.describe({ type: 'S', name }),
    ]);
    const parameters = replies.find((one) => one instanceof messages.ParameterDescriptionMessage);
    const row = replies.find((one) => one instanceof messages.RowDescriptionMessage);
    return { name, parameterTypes: parameters?.dataTypeIDs ?? [], fields: row?.fields ?? [] };
  }

  async #forgetOldest(): Promise<void> {
    const [oldest] = this.#prepared;
    if (oldest !== undefined && this.#prepared.size >= STATEMENTS_MAX)
      await this.#forget(...oldest);
  }

  async #forget(text: string, { name }: Statement): Promise<void> {
    this.#prepared.delete(text);
    await this.#send([serialize.close({ type: 'S', name })]);
  }

  /** PostgreSQL refuses to run a statement whose columns have become others (a `select *` of a migration). */
  async #forgetAll(): Promise<void> {
    this.#prepared.clear();
    await this.#send([serialize.query('deallocate all')]);
  }

  /** Up to the Sync in one call: each call into WebAssembly has its price. An error of PostgreSQL's is thrown. */
  #send(requests: readonly Uint8Array[]) {
    const bytes = Buffer.concat([...requests, serialize.sync()]);
    return this.#pglite.execProtocolStream(bytes, { syncToFs: false });
  }

  #asText(value: unknown, type: number): string | null {
    if (value === null || value === undefined) return null;
    const serializer = this.#pglite.serializers[type];
    // Texts, and what has a literal like one: dates, numbers.
    return serializer === undefined
      ? (value as { toString(): string }).toString()
      : serializer(value);
  }

  #result(
    replies: Awaited<ReturnType<PGlite['execProtocolStream']>>,
    { fields }: Statement,
  ): StatementResult {
    const rows: Record<string, unknown>[] = [];
    let report = '';
    for (const reply of replies) {
      if (reply instanceof messages.DataRowMessage) rows.push(this.#row(reply, fields));
      else if (reply instanceof messages.CommandCompleteMessage) report = reply.text;
    }
    const [command = '', ...counts] = report.split(' ');
    const changes = /^(INSERT|UPDATE|DELETE|MERGE)$/.test(command);
    return { rows, command, changedRows: changes ? Number(counts.at(-1)) : undefined };
  }

  #row(
    { fields: texts }: messages.DataRowMessage,
    fields: readonly messages.Field[],
  ): Record<string, unknown> {
    const row: Record<string, unknown> = {};
    for (const [index, { name, dataTypeID }] of fields.entries()) {
      row[name] = types.parseType(texts[index] ?? null, dataTypeID, this.#pglite.parsers);
    }
    return row;
  }
}
