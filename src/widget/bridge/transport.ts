/**
 * How this page reaches the app around it, and hears from it: whichever of these is there when the page opens,
 * and no other later. `docs/webviews.md` says what each app has to do.
 */
import { capacitor, cordova } from './plugin-transports.ts';
import { parentFrame } from './parent-frame.ts';
import { enter } from './script-entry.ts';

export type Hear = (text: unknown) => void;

export interface Transport {
  readonly name: string;
  post(text: string): void;
  /** From the one way in; called once. */
  receive(hear: Hear): void;
  /** Calls back when the app has become ready after the page. */
  whenReady?(call: () => void): void;
}

/** What a native view puts into its pages to be called with a text. */
interface Mouth {
  postMessage(text: string): unknown;
}

/** As `addWebMessageListener` makes it: it answers where it was asked. */
interface Listener extends Mouth {
  addEventListener(type: 'message', hear: (event: { readonly data: unknown }) => void): void;
}

/** Names that apps give to what they put there. */
interface Surroundings {
  readonly webkit?: { readonly messageHandlers?: { readonly otklik?: Mouth } };
  readonly otklikHost?: Listener;
  readonly ReactNativeWebView?: Mouth;
  readonly flutter_inappwebview?: { callHandler?(name: string, text: string): unknown };
  readonly otklik?: Mouth;
}

/** @param hostOrigin of the frame around this one, where that is the app */
export function findTransport(
  hostOrigin: string | null,
  page: Window = globalThis.window,
): Transport | undefined {
  const around = page as Surroundings;
  const ios = around.webkit?.messageHandlers?.otklik;
  return (
    byMouth('WKWebView', ios, page) ??
    androidListener(around.otklikHost) ??
    byMouth('React Native', around.ReactNativeWebView, page) ??
    flutterHandler(around.flutter_inappwebview, page) ??
    byMouth('JavaScript channel', around.otklik, page) ??
    capacitor(page) ??
    cordova(page) ??
    parentFrame(hostOrigin, page)
  );
}

function byMouth(name: string, mouth: Mouth | undefined, page: Window): Transport | undefined {
  if (!isMouth(mouth)) return undefined;
  return {
    name,
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- no window
    post: (text) => void mouth.postMessage(text),
    receive: (hear) => enter(page, hear),
  };
}

function androidListener(listener: Listener | undefined): Transport | undefined {
  if (!isMouth(listener)) return undefined;
  return {
    name: 'Android',
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- no window
    post: (text) => void listener.postMessage(text),
    receive: (hear) => listener.addEventListener('message', ({ data }) => hear(data)),
  };
}

function flutterHandler(
  flutter: Surroundings['flutter_inappwebview'],
  page: Window,
): Transport | undefined {
  if (flutter === undefined) return undefined;
  return {
    name: 'flutter_inappwebview',
    post: (text) => void flutter.callHandler?.('otklik', text),
    receive: (hear) => enter(page, hear),
    whenReady: (call) => page.addEventListener('flutterInAppWebViewPlatformReady', call),
  };
}

/** A frame of the page is found under its name too, and has a `postMessage`. */
function isMouth<T extends Mouth>(found: T | undefined): found is T {
  return typeof found?.postMessage === 'function' && !('window' in found);
}
