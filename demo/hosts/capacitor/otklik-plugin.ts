/**
 * The app side of the bridge `otklik/1` where the app itself is a web page: a Capacitor plugin named `Otklik`. The page
 * of the survey is the app's own page, so what other apps write natively is written here, beside it.
 */
import { App } from '@capacitor/app';
import { Browser } from '@capacitor/browser';
import { Keyboard } from '@capacitor/keyboard';
import { registerPlugin, WebPlugin } from '@capacitor/core';
import { PushNotifications } from '@capacitor/push-notifications';
import { SecureStoragePlugin } from 'capacitor-secure-storage-plugin';

interface Settings {
  /** From the app's own backend, which knows who is logged in and holds the API key. */
  readonly surveyToken: (survey: string) => Promise<string>;
  readonly context: Readonly<Record<string, string | number | boolean>>;
  readonly closed: () => void;
}

interface Kept {
  readonly id: string;
  readonly revision: number;
  readonly record: string;
}

const store = 'otklik.unsent';

class OtklikHost extends WebPlugin {
  #settings: Settings;
  #nonce = '';
  /** One change of what is kept at a time. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(settings: Settings) {
    super();
    this.#settings = settings;
    void Keyboard.addListener('keyboardDidShow', ({ keyboardHeight }) =>
      this.#say({ type: 'keyboard', height: Math.round(keyboardHeight) }),
    );
    void Keyboard.addListener('keyboardDidHide', () => this.#say({ type: 'keyboard', height: 0 }));
  }

  async post({ message }: { readonly message: string }): Promise<void> {
    const said = JSON.parse(message) as Record<string, never> & { readonly type: string };
    const { surveyToken, context, closed } = this.#settings;
    switch (said.type) {
      case 'hello':
        this.#nonce = said['nonce'] ?? '';
        return this.#say({
          type: 'hello',
          can: ['token', 'open-url', 'unsent'],
          context,
          unsent: (await this.#kept()).slice(0, 50).map(({ record }) => record),
        });
      case 'token-needed':
        return surveyToken(said['survey'] ?? '').then(
          (token) => this.#say({ type: 'token', id: said['id'], token }),
          (error: unknown) => this.#say({ type: 'token', id: said['id'], refused: String(error) }),
        );
      case 'open-url':
        return Browser.open({ url: said['url'] ?? '' });
      case 'unsent':
        return this.#keep(said as unknown as Kept);
      case 'settled':
        return this.#change((kept) =>
          kept.filter(
            ({ id, revision }) => id !== said['id'] || revision > (said['revision'] ?? 0),
          ),
        );
      case 'close':
        return closed();
    }
  }

  #say(words: object): void {
    if (this.#nonce === '') return;
    const message = JSON.stringify({ otklik: 1, nonce: this.#nonce, ...words });
    this.notifyListeners('message', { message });
  }

  #keep({ id, revision, record }: Kept): Promise<void> {
    return this.#change((kept) => {
      const held = kept.find((one) => one.id === id);
      if (held !== undefined && held.revision >= revision) return kept;
      return [...kept.filter((one) => one !== held), { id, revision, record }];
    });
  }

  #change(step: (kept: readonly Kept[]) => readonly Kept[]): Promise<void> {
    const next = this.#last.then(async () => {
      await SecureStoragePlugin.set({
        key: store,
        value: JSON.stringify(step(await this.#kept())),
      });
    });
    this.#last = next.catch(() => undefined);
    return next;
  }

  /** Empty until something was kept: the plugin fails for keys that it does not know. */
  async #kept(): Promise<readonly Kept[]> {
    const found = await SecureStoragePlugin.get({ key: store }).catch(() => ({ value: '[]' }));
    return JSON.parse(found.value) as readonly Kept[];
  }
}

/** Before the survey's script is loaded: the page looks for the plugin when a survey comes into it. */
export function registerOtklik(settings: Settings): void {
  const host = new OtklikHost(settings);
  registerPlugin('Otklik', { web: host, ios: host, android: host });
}

/** From a tap on a notification or a link to the survey. Capacitor holds the tap that has started a killed app until somebody listens. */
export function surveysByPush(origin: string, open: (link: string) => void): void {
  const check = (link: unknown): void => {
    // It comes from outside: only addresses of the survey's own place are opened.
    if (typeof link === 'string' && new URL(link).origin === origin) open(link);
  };
  void PushNotifications.addListener('pushNotificationActionPerformed', ({ notification }) =>
    check((notification.data as { readonly deepLink?: unknown }).deepLink),
  );
  void App.addListener('appUrlOpen', ({ url }) => check(url));
  void PushNotifications.addListener('pushNotificationReceived', ({ data }) => {
    const { type, invitationId } = data as {
      readonly type?: string;
      readonly invitationId?: string;
    };
    if (type === 'survey-withdrawn') void withdraw(invitationId);
  });
}

/** Answered on another device. */
async function withdraw(invitation: string | undefined): Promise<void> {
  const { notifications } = await PushNotifications.getDeliveredNotifications();
  const idOf = (data: unknown): unknown =>
    (data as { readonly invitationId?: unknown }).invitationId;
  const its = notifications.filter(({ data }) => idOf(data) === invitation);
  await PushNotifications.removeDeliveredNotifications({ notifications: its });
}
