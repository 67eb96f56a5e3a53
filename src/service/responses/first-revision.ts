/**
 * What most submissions are: one response that no device has sent before. It is read and judged without a
 * transaction, and stored by a statement that looks again whether all still is as it was judged. Those that
 * arrive at the same time are read and stored together.
 */
import type { GrantAddress } from '../credentials/grant.ts';
import { gathered } from '../database/gathered.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { World } from '../world.ts';
import { examine } from './examination.ts';
import { insertRows } from './first-rows.ts';
import type { ResponseRow } from './first-rows.ts';
import { readGrants } from './grants.ts';
import type { Grant } from './grants.ts';
import { receiptFor } from './items.ts';
import type { Item } from './items.ts';
import { isExpired, refusalOf } from './judge-item.ts';
import type { Judgement } from './judge-item.ts';
import { newRow } from './store-revision.ts';

export class FirstRevisions {
  readonly #versions: VersionCache;
  readonly #world: World;
  readonly #grantOf: (project: string, hash: string) => Promise<Grant | undefined>;
  readonly #insert: (project: string, row: ResponseRow) => Promise<boolean>;

  constructor(versions: VersionCache, world: World) {
    const { database } = world;
    this.#versions = versions;
    this.#world = world;
    this.#grantOf = gathered(async (project, hashes) => {
      const grants = await readGrants(project, hashes, database.db);
      return hashes.map((hash) => grants.get(hash));
    });
    this.#insert = gathered((project, rows) => insertRows(project, rows, database));
  }

  /** Undefined, and nothing done: it has to be judged in a transaction, under locks. */
  async store(
    item: Item,
    { project, hash }: GrantAddress,
    origin: string | null,
  ): Promise<Judgement | undefined> {
    const grant = await this.#grantOf(project, hash);
    if (
      grant === undefined ||
      // Its invitation has to hear of it in the same transaction.
      grant.isInvited ||
      refusalOf(item, grant, origin) !== null ||
      isExpired(grant, this.#world)
    ) {
      return undefined;
    }
    const { database, now } = this.#world;
    const { reviewed } = await examine(item, grant, { versions: this.#versions, db: database.db });
    // A device that names a revision has seen a row.
    if (reviewed === undefined || reviewed.submission.base > 0) return undefined;
    if (!(await this.#insert(project, newRow(reviewed, grant, now())))) return undefined;
    return { receipt: receiptFor(item, { result: 'stored' }), project };
  }
}
