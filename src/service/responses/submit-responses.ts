/** `POST /v1/responses`: each item is judged by itself, and what is stored is on disk before the answer. */
import { keyFingerprint, looksLikeApiKey } from '../credentials/api-key.ts';
import type { PublicCall, PublicHandlers } from '../http/public-routes.ts';
import type { InvitationSender } from '../invitations/sender.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { World } from '../world.ts';
import { FirstRevisions } from './first-revision.ts';
import { lockGrants } from './grants.ts';
import { identify, inLockingOrder, presentedGrant } from './items.ts';
import type { Item } from './items.ts';
import { judgeItem, refuse } from './judge-item.ts';
import type { Court, Judgement } from './judge-item.ts';

type Call = PublicCall<'submitResponses'>;

export function submissionHandlers(
  versions: VersionCache,
  sender: InvitationSender,
  world: World,
): Pick<PublicHandlers, 'submitResponses'> {
  const firstRevisions = new FirstRevisions(versions, world);
  return {
    submitResponses: async (call) => {
      const items = call.body.responses.map(identify);
      reportLeakedKeys(items, call, world);
      const [first] = items.flatMap(({ address }) => address ?? []);
      if (first !== undefined) call.concerns(first.project);
      const judgements = await judgeAll(items, firstRevisions, {
        origin: call.origin,
        versions,
        sender,
        world,
      });
      for (const judgement of judgements) report(judgement, call, world);
      for (const project of projectsOf(judgements)) call.traffic.countProject(project);
      return { results: judgements.map(({ receipt }) => receipt) };
    },
  };
}

/** Nothing is acknowledged before its write has resolved. What names no grant does not reach the database. */
async function judgeAll(
  items: readonly Item[],
  firstRevisions: FirstRevisions,
  court: Omit<Court, 'trx'>,
): Promise<Judgement[]> {
  const judgements = new Map<Item, Judgement>();
  const storeFirst = async (item: Item): Promise<void> => {
    if (item.address === null) return;
    const judgement = await firstRevisions.store(item, item.address, court.origin);
    if (judgement !== undefined) judgements.set(item, judgement);
  };
  await Promise.all(withoutCompany(items).map(storeFirst));
  const others = items.filter((item) => item.address !== null && !judgements.has(item));
  for (const [item, judgement] of await judgeUnderLocks(others, court)) {
    judgements.set(item, judgement);
  }
  return items.map((item) => judgements.get(item) ?? refuse(item, 'grant_invalid'));
}

/** Revisions of one response are judged in their order, so they go into the transaction together. */
function withoutCompany(items: readonly Item[]): Item[] {
  const ids = items.map(({ id }) => id);
  return items.filter(({ id }) => ids.indexOf(id) === ids.lastIndexOf(id));
}

async function judgeUnderLocks(
  items: readonly Item[],
  court: Omit<Court, 'trx'>,
): Promise<Map<Item, Judgement>> {
  const addresses = items.flatMap(({ address }) => address ?? []);
  if (addresses.length === 0) return new Map();
  return await court.world.database.write(async (trx) => {
    const bench = { ...court, trx };
    const grants = await lockGrants(addresses, trx);
    const judgements = new Map<Item, Judgement>();
    for (const item of inLockingOrder(items)) {
      const grant = item.address === null ? undefined : grants.get(item.address.hash);
      // oxlint-disable-next-line no-await-in-loop -- a transaction has one connection
      judgements.set(item, await judgeItem(item, grant, bench));
    }
    return judgements;
  });
}

/** Whose grants they were: what names a project and has no grant of it costs it nothing. */
function projectsOf(judgements: readonly Judgement[]): Set<string> {
  return new Set(judgements.flatMap(({ project }) => project ?? []));
}

function report({ receipt, project, quarantined }: Judgement, call: Call, world: World): void {
  const { log, metrics } = world;
  metrics.responses.inc({ result: receipt.result });
  if (quarantined !== undefined) metrics.quarantined.inc({ reason: quarantined });
  if (receipt.result !== 'quarantined' && receipt.result !== 'refused') return;
  const { id, result, code, errors } = receipt;
  const places = errors?.map(({ pointer, code: rule }) => `${pointer}: ${rule}`);
  log.warn(
    { requestId: call.requestId, project, response: id, result, code, places },
    'a response was not stored',
  );
}

function reportLeakedKeys(
  items: readonly Item[],
  { requestId, origin }: Call,
  { log, metrics }: World,
): void {
  for (const grant of items.map(presentedGrant)) {
    if (grant === null || !looksLikeApiKey(grant)) continue;
    metrics.leakedKeys.inc();
    log.error(
      { requestId, origin: origin?.slice(0, 300), key: keyFingerprint(grant) },
      'an API key was sent in place of a grant: it is leaked, revoke it',
    );
  }
}
