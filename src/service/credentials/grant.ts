/**
 * The response grant: `otg_<local name of the project>_<256 random bits>`. It outlives the token, writes
 * exactly one response and reads nothing. The service keeps its SHA-256.
 */
import { sha256 } from '../hash.ts';
import { newSecret } from '../identifiers.ts';
import { localName, projectOf } from '../projects/project.ts';
import type { World } from '../world.ts';

const FORMAT = /^otg_([A-Za-z0-9][A-Za-z0-9_-]{0,63})_[A-Za-z0-9_-]{43}$/;

export interface GrantAddress {
  readonly project: string;
  readonly hash: string;
}

export function newGrant(project: string, world: World): { grant: string; hash: string } {
  const grant = `otg_${localName(project)}_${newSecret(world)}`;
  return { grant, hash: sha256(grant) };
}

/** Where to look for it; null when it is no grant at all. */
export function grantAddress(grant: string): GrantAddress | null {
  const local = FORMAT.exec(grant)?.[1];
  return local === undefined ? null : { project: projectOf(local), hash: sha256(grant) };
}
