/** Whether an app seems to be around the page: a first look, by names that apps put into it. The bridge looks closer. */
const SIGNS = /otklik|NativeWebView|inappwebview|Capacitor|cordova/;

export function hasAppSign(survey: Element): boolean {
  const { webkit } = globalThis as { webkit?: { messageHandlers?: { otklik?: unknown } } };
  return Boolean(
    webkit?.messageHandlers?.otklik ||
    survey.hasAttribute('host-origin') ||
    SIGNS.test(Object.keys(globalThis).join()),
  );
}
