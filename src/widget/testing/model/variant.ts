/**
 * The widget and service as they are, and each without one of the things that the promises stand on. Those come
 * in through the ports that the world has anyway: the product knows nothing of them.
 */
import type * as DraftsModule from '../../drafts.ts';
import { keyOf } from '../../record.ts';
import type { OutboxRecord } from '../../record.ts';
import type { Outbox } from '../../store/outbox.ts';
import { ModelService } from './service.ts';

type Fetch = typeof globalThis.fetch;

export interface Variant {
  /** How the service is made. */
  readonly Service: typeof ModelService;
  readonly hasLocks?: false;
  readonly disk?: (factory: IDBFactory) => IDBFactory;
  readonly fetch?: (fetch: Fetch, outbox: Outbox) => Fetch;
  readonly drafts?: (drafts: typeof DraftsModule, outbox: Outbox) => typeof DraftsModule;
}

export const SOUND: Variant = { Service: ModelService };

/** What is promised, and who breaks it. Each has to be caught. */
export const BROKEN: Readonly<Record<string, Variant>> = {
  'writes that are not strict': { ...SOUND, disk: relaxed },
  'records removed before they are sent': { ...SOUND, fetch: removingFirst },
  'a row for each submission': {
    Service: class extends ModelService {
      protected override rowOf(): undefined {
        return undefined;
      }
    },
  },
  'codes forgotten before they are exchanged': { ...SOUND, fetch: forgettingCodes },
  'no lock between tabs': { ...SOUND, hasLocks: false },
  'drafts found whoever asks': { ...SOUND, drafts: anybodys },
};

function relaxed(factory: IDBFactory): IDBFactory {
  const open = (name: string): IDBOpenDBRequest => {
    const request = factory.open(name);
    request.addEventListener('success', () => {
      const connection = request.result;
      const { transaction } = connection;
      connection.transaction = (names, mode) => transaction.call(connection, names, mode);
    });
    return request;
  };
  return { open } as IDBFactory;
}

/** As queues do that take a record out, send it, and put it back when that fails. */
function removingFirst(fetch: Fetch, outbox: Outbox): Fetch {
  return async (url, init) => {
    const { responses = [] } = JSON.parse(init?.body as string) as { responses?: { id: string }[] };
    const sent = (await outbox.records()).filter(({ id }) =>
      responses.some((one) => one.id === id),
    );
    await Promise.all(sent.map((record) => outbox.change(keyOf(record), () => undefined)));
    const putBack = (): Promise<unknown> => Promise.all(sent.map((record) => outbox.save(record)));
    try {
      const reply = await fetch(url, init);
      await putBack();
      return reply;
    } catch (error) {
      await putBack();
      throw error;
    }
  };
}

/** The reply may be lost, and then nobody knows by what to ask again. */
function forgettingCodes(fetch: Fetch, outbox: Outbox): Fetch {
  return async (url, init) => {
    const { code } = JSON.parse(init?.body as string) as { code?: string };
    const meant = (await outbox.records()).filter((one) => code && one.code === code);
    await Promise.all(
      meant.map((one) => outbox.change(keyOf(one), ({ code: _forgotten, ...rest }) => rest)),
    );
    return fetch(url, init);
  };
}

function anybodys(drafts: typeof DraftsModule, outbox: Outbox): typeof DraftsModule {
  return {
    ...drafts,
    async findDraft(wanted, claims) {
      for (const { respondent } of await outbox.records()) {
        // oxlint-disable-next-line no-await-in-loop -- the first that is found counts
        const draft = await drafts.findDraft(
          wanted,
          'code' in claims ? claims : { ...claims, sub: respondent },
        );
        if (draft !== undefined) return draft satisfies OutboxRecord;
      }
      return undefined;
    },
  };
}
