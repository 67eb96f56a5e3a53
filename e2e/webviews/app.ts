import { PageMessage } from 'otklik/protocol';
import type { HostMessage } from 'otklik/protocol';

/** What an app is asked by its pages, whatever its web view is. */
type Words = HostMessage extends infer Message
  ? Message extends HostMessage
    ? Omit<Message, 'otklik' | 'nonce'>
    : never
  : never;

interface Kept {
  readonly revision: number;
  readonly record: string;
}

/** An app as docs/webviews.md tells its developers to write it. It outlives the process of its web view, as an app's own storage does. */
export class App {
  /** All that its pages have said, in order. */
  readonly heard: PageMessage[] = [];
  /** Where an app has its Keychain or EncryptedSharedPreferences. */
  readonly kept = new Map<string, Kept>();
  /** Addresses that it was asked to open. */
  readonly opened: string[] = [];
  /** Undefined: it gives no token, and says so. */
  token: (() => Promise<string>) | undefined;
  /** What it says that it can. */
  can: readonly string[] = ['token', 'open-url', 'unsent'];
  readonly #context: Readonly<Record<string, string>>;
  #nonce = '';
  #send: (text: string) => void = () => undefined;

  constructor(token: App['token'], context: Readonly<Record<string, string>>) {
    this.token = token;
    this.#context = context;
  }

  /** @param send to the page that is in the web view now */
  connect(send: (text: string) => void): void {
    this.#send = send;
  }

  say(words: Words): void {
    this.#send(JSON.stringify({ otklik: 1, nonce: this.#nonce, ...words }));
  }

  last<T extends PageMessage['type']>(type: T): Extract<PageMessage, { type: T }> | undefined {
    return this.heard.findLast(
      (message): message is Extract<PageMessage, { type: T }> => message.type === type,
    );
  }

  async hear(text: string): Promise<void> {
    const message = PageMessage.parse(JSON.parse(text));
    this.heard.push(message);
    switch (message.type) {
      case 'hello':
        this.#nonce = message.nonce;
        return this.#greet();
      case 'token-needed':
        return this.#giveToken(message.id);
      case 'open-url':
        return void this.opened.push(message.url);
      case 'unsent':
        return void this.kept.set(message.id, message);
      case 'settled':
        if (message.revision >= (this.kept.get(message.id)?.revision ?? 0))
          this.kept.delete(message.id);
        return undefined;
      default:
        return undefined;
    }
  }

  #greet(): void {
    const unsent = [...this.kept.values()].map(({ record }) => record);
    this.say({ type: 'hello', can: [...this.can], context: this.#context, unsent });
  }

  async #giveToken(id: string): Promise<void> {
    if (this.token === undefined) this.say({ type: 'token', id, refused: 'nobody is logged in' });
    else this.say({ type: 'token', id, token: await this.token() });
  }
}
