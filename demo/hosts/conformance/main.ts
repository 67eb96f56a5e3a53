/**
 * A visit in two loads of the page. In the first one the survey is opened and one question answered while the
 * service cannot be reached; then the page forgets all it has stored. In the second one only the app can know of it.
 */
import type { OtklikSurvey } from 'otklik';
import type { PageMessage } from 'otklik/protocol';

import { forgeries } from './forgeries.ts';

const rules = {
  reached: 'The page finds a way to the app, and says hello.',
  hello: 'The app answers with version 1, the page’s number, and that it gives tokens.',
  token: 'The app’s token opens the survey.',
  context: 'What the app knows is in the survey’s context.',
  resize: 'The app is told how high the survey is.',
  forged: 'Two hundred forged messages change nothing.',
  links: 'A link leaves through the app, and the page stays.',
  answered: 'The app is told that a question was answered, and where the answer is.',
  unsent: 'An answer that has not arrived is given to the app when the page goes.',
  given: 'The app has kept it, and gives it back: it arrives, and the app may forget it.',
  resumed: 'The survey goes on at the next question.',
  closed: 'The app is told when the survey closes.',
} as const;
type Rule = keyof typeof rules;
type Said<T extends PageMessage['type']> = Extract<PageMessage, { type: T }>;
/** Anything that a page can say something to, by the name of the way. */
type Mouth = Record<string, ((this: unknown, ...args: unknown[]) => unknown) | undefined>;

const patienceMs = 30_000;

const memory = new URLSearchParams(location.hash.slice(1));
const green = new Set((memory.get('green') ?? '').split(',').filter(Boolean));
const said: PageMessage[] = [];
const waiting = new Set<() => void>();
const survey = document.querySelector('otklik-survey') as OtklikSurvey;

listenIn();
draw();
try {
  const response = memory.get('response');
  await (response === null ? first() : second(response));
} catch (error) {
  document.title = `otklik/1: red: ${String(error)}`;
  draw(true);
}

async function first(): Promise<void> {
  await keeps('reached', hears('hello'));
  await keeps('hello', hears('token-needed'));
  const { responseId } = await keeps('token', hears('shown'));
  await keeps(
    'context',
    until(() => Object.keys(survey.context ?? {}).length > 0),
  );
  await keeps(
    'resize',
    hears('resize', ({ height }) => height > 0),
  );
  await keeps('forged', standForgeries());
  document.querySelector<HTMLElement>('#outside')?.click();
  await keeps(
    'links',
    hears('open-url', ({ url }) => url === 'https://example.com/'),
  );
  const reconnect = cutOff();
  answer();
  await keeps('answered', Promise.all([hears('answered'), hears('delivery')]));
  dispatchEvent(new PageTransitionEvent('pagehide'));
  await keeps(
    'unsent',
    hears('unsent', ({ id }) => id === responseId),
  );
  await forgetAll();
  reconnect();
  location.hash = String(new URLSearchParams({ response: responseId, green: [...green].join() }));
  location.reload();
}

async function second(response: string): Promise<void> {
  const isThat = ({ responseId }: { readonly responseId: string }): boolean =>
    responseId === response;
  await keeps(
    'given',
    hears('settled', ({ id }) => id === response),
  );
  await keeps('resumed', hears('shown', isThat));
  survey.hide();
  await keeps('closed', hears('close', isThat));
  document.title = 'otklik/1: green';
  draw();
}

/** Notes what the page says to the app, whichever way it says it. */
function listenIn(): void {
  const note = (text: string): void => {
    const message = JSON.parse(text) as PageMessage | null;
    if (message?.otklik !== 1) return;
    said.push(message);
    for (const look of waiting) look();
  };
  const [mouth, way] = mouths().find(([one, name]) => typeof one?.[name] === 'function') ?? [];
  const real = way && mouth?.[way];
  if (!mouth || !real) return;
  mouth[way] = function post(...args): unknown {
    const texts = args.map((arg) => (arg as { readonly message?: unknown }).message ?? arg);
    const text = texts.findLast((one) => typeof one === 'string' && one.startsWith('{'));
    if (typeof text === 'string') note(text);
    return Reflect.apply(real, this, args);
  };
}

/** In the order in which the page looks for them. */
function mouths(): readonly (readonly [Mouth | undefined, string])[] {
  const around = window as unknown as {
    readonly webkit?: { readonly messageHandlers?: { readonly otklik?: Mouth } };
    readonly Capacitor?: { readonly Plugins?: { readonly Otklik?: Mouth } };
  } & Record<string, Mouth | undefined>;
  const handler = around.webkit?.messageHandlers?.otklik;
  return [
    // Each look at a handler may find another object: what they have in common is told.
    [handler && (Object.getPrototypeOf(handler) as Mouth), 'postMessage'],
    [around['otklikHost'], 'postMessage'],
    [around['ReactNativeWebView'], 'postMessage'],
    [around['flutter_inappwebview'], 'callHandler'],
    [around['otklik'], 'postMessage'],
    [around.Capacitor?.Plugins?.Otklik, 'post'],
  ];
}

function hears<T extends PageMessage['type']>(
  type: T,
  isMeant: (message: Said<T>) => boolean = () => true,
): Promise<Said<T>> {
  const isIt = (message: PageMessage): message is Said<T> =>
    message.type === type && isMeant(message as Said<T>);
  return until(() => said.find(isIt));
}

function until<T>(look: () => T | undefined | false): Promise<T> {
  return new Promise((resolve, reject) => {
    const again = (): void => {
      const found = look();
      if (found === undefined || found === false) return;
      waiting.delete(again);
      resolve(found);
    };
    waiting.add(again);
    again();
    setTimeout(() => reject(new Error('nothing came')), patienceMs);
  });
}

async function keeps<T>(rule: Rule, kept: Promise<T>): Promise<T> {
  try {
    const what = await kept;
    green.add(rule);
    draw();
    return what;
  } catch (cause) {
    throw new Error(`${rule}: ${String(cause)}`, { cause });
  }
}

async function standForgeries(): Promise<void> {
  const look = (): string =>
    JSON.stringify([survey.context, survey.open, survey.getAttribute('style'), survey.step.kind]);
  const { otklikBridge: bridge } = window as { otklikBridge?: { receive(text: string): void } };
  const before = look();
  for (const forged of forgeries()) {
    bridge?.receive(forged);
    window.postMessage(forged, '*');
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
  if (look() !== before) throw new Error(`${before} became ${look()}`);
  if ('vip' in {}) throw new Error('a prototype was changed');
}

/** The service is away, and only the service: the page stays as it is. @returns what brings it back */
function cutOff(): () => void {
  const real = window.fetch;
  window.fetch = async (url, ...rest) => {
    if (typeof url === 'string' && url.endsWith('/v1/responses'))
      throw new TypeError('Failed to fetch');
    return real(url, ...rest);
  };
  return () => {
    window.fetch = real;
  };
}

/** The first choice of the first question, and on. */
function answer(): void {
  const click = (selector: string): void =>
    survey.shadowRoot?.querySelector<HTMLElement>(selector)?.click();
  click('input');
  const timer = setInterval(() => {
    if (said.some(({ type }) => type === 'answered')) clearInterval(timer);
    else click('[part~=next]');
  }, 200);
}

/** As after the data of a web view are gone: in the second load only the app can know. */
async function forgetAll(): Promise<void> {
  const databases = await indexedDB.databases().catch(() => []);
  for (const { name } of databases) if (name) indexedDB.deleteDatabase(name);
  try {
    localStorage.clear();
  } catch {
    // None is there, so nothing is in it.
  }
}

function draw(isOver = false): void {
  const items = Object.entries(rules).map(([rule, words]) => {
    const state = green.has(rule) ? 'green' : isOver ? 'red' : 'waiting';
    const item = document.createElement('li');
    item.className = state;
    item.textContent = `${{ green: '✓', red: '✗', waiting: '…' }[state]} ${words}`;
    return item;
  });
  document.querySelector('#rules')?.replaceChildren(...items);
}
