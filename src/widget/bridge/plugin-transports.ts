/** Apps that are web pages themselves reach their native side through plugins. */
import { enter } from './script-entry.ts';
import type { Transport } from './transport.ts';

interface CapacitorPlugin {
  post(options: { readonly message: string }): Promise<unknown>;
  addListener(event: 'message', heard: (data: { readonly message?: unknown }) => void): unknown;
}

interface Capacitor {
  isPluginAvailable?(name: string): boolean;
  readonly Plugins?: { readonly Otklik?: CapacitorPlugin };
}

type Exec = (
  done: (result: unknown) => void,
  failed: () => void,
  service: string,
  action: string,
  values: readonly string[],
) => void;

/** A plugin `Otklik` with a method `post` and the event `message`. */
export function capacitor(page: Window): Transport | undefined {
  const { Capacitor: found } = page as { readonly Capacitor?: Capacitor };
  const plugin = found?.Plugins?.Otklik;
  if (plugin === undefined || found?.isPluginAvailable?.('Otklik') !== true) return undefined;
  return {
    name: 'Capacitor',
    // An app that does not take a message is told again by the next one.
    post: (message) => void plugin.post({ message }).catch(() => undefined),
    receive: (hear) => void plugin.addListener('message', ({ message }) => hear(message)),
  };
}

/** A plugin `Otklik` with the action `post`; it speaks as an app without plugins does. */
export function cordova(page: Window): Transport | undefined {
  const { cordova: found } = page as { readonly cordova?: { exec?: Exec } };
  if (found === undefined) return undefined;
  const nothing = (): void => undefined;
  return {
    name: 'Cordova',
    post: (message) => found.exec?.(nothing, nothing, 'Otklik', 'post', [message]),
    receive: (hear) => enter(page, hear),
    whenReady: (call) => page.document.addEventListener('deviceready', call),
  };
}
