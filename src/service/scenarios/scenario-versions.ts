/** Published versions of scenarios never change: those in use are kept in memory, and which is in use is read. */
import type { Kysely } from 'kysely';

import type { Scenario } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';

export interface PublishedScenario {
  readonly id: string;
  readonly version: number;
  readonly content: Scenario;
  /** The service's origin as whoever published has reached it. */
  readonly reached: string;
}

/** As journeys name it. */
export interface VersionKey {
  readonly scenario: string;
  readonly version: number;
}

/** Small documents; more than these are read again. */
const VERSIONS_MAX = 1000;

export class ScenarioVersions {
  readonly #known = new Map<string, PublishedScenario>();

  /** Those by which events begin journeys now. */
  async published(project: string, db: Kysely<Tables>): Promise<readonly PublishedScenario[]> {
    const rows = await db
      .selectFrom('scenarios')
      .select(['id', 'version'])
      .where('project_id', '=', project)
      .where('status', '=', 'published')
      .orderBy('id')
      .execute();
    const keys = rows.flatMap(({ id: scenario, version }) =>
      version === null ? [] : [{ scenario, version }],
    );
    return keys.map(await this.ofJourneys(project, keys, db));
  }

  /** Those by which they go, in one statement at most. */
  async ofJourneys(
    project: string,
    keys: readonly VersionKey[],
    db: Kysely<Tables>,
  ): Promise<(key: VersionKey) => PublishedScenario> {
    const unknown = keys.filter((key) => !this.#known.has(nameOf(project, key)));
    if (unknown.length > 0) await this.#load(project, unknown, db);
    const found = new Map(
      keys.map((key) => [nameOf(project, key), this.#known.get(nameOf(project, key))]),
    );
    this.#makeRoom();
    return (key) => {
      const version = found.get(nameOf(project, key));
      if (version === undefined)
        throw new Error(`There is no version ${key.version} of ${key.scenario}.`);
      return version;
    };
  }

  async #load(project: string, keys: readonly VersionKey[], db: Kysely<Tables>): Promise<void> {
    const rows = await db
      .selectFrom('scenario_versions')
      .select(['scenario_id', 'version', 'content', 'reached_at'])
      .where('project_id', '=', project)
      .where('scenario_id', 'in', [...new Set(keys.map(({ scenario }) => scenario))])
      .where('version', 'in', [...new Set(keys.map(({ version }) => version))])
      .execute();
    for (const { scenario_id: id, version, content, reached_at: reached } of rows) {
      this.#known.set(nameOf(project, { scenario: id, version }), {
        id,
        version,
        content,
        reached,
      });
    }
  }

  #makeRoom(): void {
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= VERSIONS_MAX) return;
      this.#known.delete(oldest);
    }
  }
}

function nameOf(project: string, { scenario, version }: VersionKey): string {
  return JSON.stringify([project, scenario, version]);
}
