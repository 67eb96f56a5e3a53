import { useEffect, useRef } from 'react';
import { Keyboard, Linking } from 'react-native';
import { WebView } from 'react-native-webview';
import type { WebViewMessageEvent } from 'react-native-webview';

import { forget, keep, keptRecords } from './kept-answers';
import { originOf } from './origin';

interface SurveyScreenProps {
  /** A page of yours with `<otklik-survey>` in it, or a link of an invitation. */
  readonly url: string;
  /** From the app's own backend, which knows who is logged in and holds the API key. */
  readonly surveyToken: (survey: string) => Promise<string>;
  /** What the app knows: values of variables that the survey declares. */
  readonly context?: Readonly<Record<string, string | number | boolean>>;
  readonly onClose: () => void;
}

/** As much of docs/webviews.md as this app has an ear for. */
type Said =
  | { readonly type: 'hello'; readonly nonce: string }
  | { readonly type: 'token-needed'; readonly id: string; readonly survey: string }
  | { readonly type: 'open-url'; readonly url: string }
  | {
      readonly type: 'unsent';
      readonly id: string;
      readonly revision: number;
      readonly record: string;
    }
  | { readonly type: 'settled'; readonly id: string; readonly revision: number }
  | { readonly type: 'close' };

/** One survey in a web view: the React Native side of the bridge `otklik/1`. */
export function SurveyScreen({ url, surveyToken, context = {}, onClose }: SurveyScreenProps) {
  const web = useRef<WebView>(null);
  /** The page's number. Every message to the page carries it; a new page has a new one. */
  const nonce = useRef('');
  const origin = originOf(url);

  const say = (words: object): void => {
    const text = JSON.stringify({ otklik: 1, nonce: nonce.current, ...words });
    // Quoted twice: as JSON, and as a string of the script.
    web.current?.injectJavaScript(`otklikBridge.receive(${JSON.stringify(text)}); true;`);
  };

  const hear = async ({ nativeEvent }: WebViewMessageEvent): Promise<void> => {
    if (originOf(nativeEvent.url) !== origin) return;
    const said = parsed(nativeEvent.data);
    switch (said?.type) {
      case 'hello':
        nonce.current = said.nonce;
        return say({
          type: 'hello',
          can: ['token', 'open-url', 'unsent'],
          context,
          unsent: await keptRecords(),
        });
      case 'token-needed':
        return surveyToken(said.survey).then(
          (token) => say({ type: 'token', id: said.id, token }),
          (error: unknown) => say({ type: 'token', id: said.id, refused: String(error) }),
        );
      case 'open-url':
        return void (await Linking.openURL(said.url));
      case 'unsent':
        return keep(said);
      case 'settled':
        return forget(said.id, said.revision);
      case 'close':
        return onClose();
      default:
        return; // `shown`, `answered`, `completed` …: for your analytics.
    }
  };

  useEffect(() => {
    const tell = (height: number): void => say({ type: 'keyboard', height: Math.round(height) });
    const listeners = [
      Keyboard.addListener('keyboardDidShow', ({ endCoordinates }) => tell(endCoordinates.height)),
      Keyboard.addListener('keyboardDidHide', () => tell(0)),
    ];
    return () => {
      for (const listener of listeners) listener.remove();
    };
  }, []);

  return (
    <WebView
      ref={web}
      source={{ uri: url }}
      originWhitelist={[origin]}
      // On by default, and needed: unsent answers wait in it.
      domStorageEnabled
      incognito={false}
      onMessage={(event: WebViewMessageEvent) => void hear(event)}
    />
  );
}

function parsed(text: string): Said | undefined {
  try {
    const said = JSON.parse(text) as Said & { readonly otklik?: number };
    return said.otklik === 1 ? said : undefined;
  } catch {
    return undefined; // Another script's talk.
  }
}
