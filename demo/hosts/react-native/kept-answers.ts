import * as Keychain from 'react-native-keychain';

/**
 * Answers that a page could not send, each with the grant that may write it: so they lie in the Keychain or the
 * Keystore, on this device only. A record is kept until the page says that it is settled.
 */
interface Kept {
  readonly id: string;
  readonly revision: number;
  readonly record: string;
}

const service = 'otklik.unsent';
/** One change at a time: two at once would each write what it had read. */
let last: Promise<unknown> = Promise.resolve();

export async function keptRecords(): Promise<readonly string[]> {
  await last;
  return (await all()).slice(0, 50).map(({ record }) => record);
}

export function keep({ id, revision, record }: Kept): Promise<void> {
  return change((kept) => {
    const held = kept.find((one) => one.id === id);
    if (held !== undefined && held.revision >= revision) return kept;
    return [...kept.filter((one) => one !== held), { id, revision, record }];
  });
}

export function forget(id: string, revision: number): Promise<void> {
  return change((kept) => kept.filter((one) => one.id !== id || one.revision > revision));
}

function change(step: (kept: readonly Kept[]) => readonly Kept[]): Promise<void> {
  const next = last.then(async () => {
    const text = JSON.stringify(step(await all()));
    await Keychain.setGenericPassword('otklik', text, {
      service,
      accessible: Keychain.ACCESSIBLE.AFTER_FIRST_UNLOCK_THIS_DEVICE_ONLY,
    });
  });
  last = next.catch(() => undefined);
  return next;
}

async function all(): Promise<readonly Kept[]> {
  const found = await Keychain.getGenericPassword({ service });
  return found === false ? [] : (JSON.parse(found.password) as readonly Kept[]);
}
