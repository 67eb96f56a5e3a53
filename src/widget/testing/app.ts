/** An app around the page, as a test plays it. What the page says to it is held against the protocol. */
import type { HostMessage } from '../../protocol/bridge.ts';
import { PageMessage } from '../../protocol/bridge.ts';
import type { Hear, Transport } from '../bridge/transport.ts';

type Said<T extends PageMessage['type']> = Extract<PageMessage, { type: T }>;
type Words = HostMessage extends infer Message
  ? Message extends HostMessage
    ? Omit<Message, 'otklik' | 'nonce'>
    : never
  : never;

export interface TestApp {
  readonly transport: Transport;
  readonly heard: readonly PageMessage[];
  readonly nonce: string;
  all<T extends PageMessage['type']>(type: T): readonly Said<T>[];
  last<T extends PageMessage['type']>(type: T): Said<T>;
  /** With the page's nonce. */
  say(words: Words): void;
  /** Anything at all. */
  sayRaw(text: unknown): void;
}

export function testApp(answer?: Extract<Words, { type: 'hello' }>): TestApp {
  const heard: PageMessage[] = [];
  let hear: Hear = () => undefined;
  const all = <T extends PageMessage['type']>(type: T): readonly Said<T>[] =>
    heard.filter((message): message is Said<T> => message.type === type);
  const app: TestApp = {
    transport: {
      name: 'test',
      post(text) {
        const message = PageMessage.parse(JSON.parse(text));
        heard.push(message);
        // As every app: in a later task than the page has spoken.
        if (message.type === 'hello' && answer) setTimeout(() => app.say(answer));
      },
      receive: (listener) => {
        hear = listener;
      },
    },
    heard,
    get nonce() {
      return app.last('hello').nonce;
    },
    all,
    last(type) {
      const message = all(type).at(-1);
      if (message === undefined) throw new Error(`The page has not said ${type}.`);
      return message;
    },
    say: (words) => hear(JSON.stringify({ otklik: 1, nonce: app.nonce, ...words })),
    sayRaw: (text) => hear(text),
  };
  return app;
}
