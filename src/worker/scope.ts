/** What is there in a service worker, as far as the compiler's own library does not say. */

/** Chromium only (https://wicg.github.io/background-sync/spec/). */
export interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

interface SyncManager {
  register(tag: string): Promise<void>;
}

/** What a customer may set before the script is loaded: `self.otklik = { … }`. */
export interface WrittenSettings {
  /** Address of the service; where the script came from, unless it is set. */
  readonly endpoint?: string;
  /** Address of a picture for the notifications. */
  readonly icon?: string;
  /** The same for Android's status bar: its outline alone counts. */
  readonly badge?: string;
}

export interface Scope extends ServiceWorkerGlobalScope {
  readonly otklik?: WrittenSettings;
  readonly registration: ServiceWorkerRegistration & { readonly sync?: SyncManager };
}

/** Asks to be woken when there is a network again; elsewhere than in Chromium the next push or visit has to do. */
export async function wakeWhenOnline(tag: string, { registration }: Scope): Promise<void> {
  await registration.sync?.register(tag).catch(() => undefined); // Forbidden by the user: as where there is none.
}
