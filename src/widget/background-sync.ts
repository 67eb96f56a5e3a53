/**
 * Where the page has a service worker of ours, answers that could not be sent go out by it as soon as there is a
 * network, also when the page is closed by then. Chromium only (https://wicg.github.io/background-sync/spec/).
 */
interface Syncing extends ServiceWorkerRegistration {
  readonly sync?: { register(tag: string): Promise<void> };
}

export async function askForSync(): Promise<void> {
  try {
    const registration: Syncing | undefined = await navigator.serviceWorker?.getRegistration();
    await registration?.sync?.register('otklik-outbox');
  } catch {
    // Not allowed, or a sandboxed frame, which throws at the mere mention: the page sends by itself.
  }
}
