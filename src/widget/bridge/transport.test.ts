import { describe, expect, it } from 'vitest';

import { findTransport } from './transport.ts';
import type { Transport } from './transport.ts';

type Call = (...args: readonly unknown[]) => unknown;

/** A page with something in it, and what was said to whom. */
function pageWith(around: (say: (whom: string) => Call) => object): {
  readonly page: Window;
  readonly said: string[];
} {
  const said: string[] = [];
  const say =
    (whom: string): Call =>
    (...args) =>
      said.push(`${whom}: ${args.join(' ')}`);
  const page = Object.assign(new EventTarget(), { document: new EventTarget() }, around(say));
  if (!('parent' in page)) Object.assign(page, { parent: page });
  return { page: page as unknown as Window, said };
}

const surroundings: readonly (readonly [string, (say: (whom: string) => Call) => object])[] = [
  [
    'WKWebView',
    (say) => ({ webkit: { messageHandlers: { otklik: { postMessage: say('app') } } } }),
  ],
  [
    'Android',
    (say) => ({
      otklikHost: Object.assign(new EventTarget(), { postMessage: say('app') }),
    }),
  ],
  ['React Native', (say) => ({ ReactNativeWebView: { postMessage: say('app') } })],
  [
    'flutter_inappwebview',
    (say) => ({
      flutter_inappwebview: { callHandler: (_name: string, text: string) => say('app')(text) },
    }),
  ],
  ['JavaScript channel', (say) => ({ otklik: { postMessage: say('app') } })],
  [
    'Capacitor',
    (say) => ({
      Capacitor: {
        isPluginAvailable: (name: string) => name === 'Otklik',
        Plugins: {
          Otklik: {
            post: async ({ message }: { message: string }) => say('app')(message),
            addListener: () => undefined,
          },
        },
      },
    }),
  ],
  [
    'Cordova',
    (say) => ({
      cordova: {
        exec: (_done: Call, _failed: Call, _service: string, _action: string, values: string[]) =>
          say('app')(...values),
      },
    }),
  ],
];

/** Says something through the only way in that the transport has. */
function speak(transport: Transport, page: Window, text: string): void {
  const { otklikBridge, otklikHost } = page as unknown as {
    readonly otklikBridge?: { receive(text: string): void };
    readonly otklikHost?: EventTarget;
  };
  if (transport.name === 'Android')
    otklikHost?.dispatchEvent(new MessageEvent('message', { data: text }));
  else otklikBridge?.receive(text);
}

describe('the way to an app', () => {
  it.each(surroundings)('is found around a page in %s, and back again', (name, around) => {
    const { page, said } = pageWith(around);
    const transport = findTransport(null, page)!;
    expect(transport.name).toBe(name);
    transport.post('{"otklik":1}');
    expect(said).toEqual(['app: {"otklik":1}']);
    if (name === 'Capacitor') return; // Its plugin has events of its own.
    const heard: unknown[] = [];
    transport.receive((text) => heard.push(text));
    speak(transport, page, 'hello');
    expect(heard).toEqual(['hello']);
  });

  it('is the first of those that are there', () => {
    const names = surroundings.map((_, first) => {
      const around = surroundings.slice(first).map(([, make]) => make);
      const { page } = pageWith((say) =>
        Object.fromEntries(around.flatMap((make) => Object.entries(make(say)))),
      );
      return findTransport(null, page)?.name;
    });
    expect(names).toEqual(surroundings.map(([name]) => name));
  });

  it('is no frame of the page that has the name of one, and no object that cannot be spoken to', () => {
    const frame: object = { postMessage: () => undefined };
    Object.assign(frame, { window: frame });
    const { page } = pageWith(() => ({
      otklik: frame,
      otklikHost: {},
      ReactNativeWebView: { injectedObjectJson: () => '' },
      webkit: { messageHandlers: {} },
      Capacitor: { isPluginAvailable: () => false, Plugins: {} },
    }));
    expect(findTransport(null, page)).toBeUndefined();
  });

  it('cannot be taken over by another script, once it is found', () => {
    const { page } = pageWith(surroundings[0]![1]);
    findTransport(null, page)?.receive(() => undefined);
    expect(() => Object.defineProperty(page, 'otklikBridge', { value: {} })).toThrow(TypeError);
  });
});

describe('a page around the frame', () => {
  const around = (): { readonly page: Window; readonly said: string[]; readonly outer: object } => {
    const outer = new EventTarget();
    const made = pageWith((say) => ({
      parent: Object.assign(outer, { postMessage: say('outer') }),
    }));
    return { ...made, outer };
  };
  const origin = 'https://shop.example';

  it('is spoken to and heard by its very origin', () => {
    const { page, said, outer } = around();
    const transport = findTransport(origin, page)!;
    transport.post('text');
    expect(said).toEqual([`outer: text ${origin}`]);
    const heard: unknown[] = [];
    transport.receive((text) => heard.push(text));
    const tell = (data: string, from: string, source: object): void => {
      const event = Object.assign(new Event('message'), { data, origin: from, source });
      page.dispatchEvent(event);
    };
    tell('from elsewhere', 'https://elsewhere.example', outer);
    tell('from another frame', origin, new EventTarget());
    tell('from the page itself', origin, page);
    tell('good', origin, outer);
    expect(heard).toEqual(['good']);
  });

  it.each([
    null,
    '',
    '*',
    'null',
    'shop.example',
    `${origin}/`,
    `${origin}/page`,
    'file:///',
    'data:,',
  ])('is none for the written origin %j', (written) => {
    expect(findTransport(written, around().page)).toBeUndefined();
  });

  it('is none for a page that is in no frame', () => {
    const { page } = pageWith(() => ({}));
    expect(findTransport(origin, page)).toBeUndefined();
  });
});
