import { useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import 'otklik/define';
import 'otklik/react';

interface OrderSurveyProps {
  readonly order: { readonly number: string; readonly total: number };
  readonly lang: string;
  readonly isHidden: boolean;
  readonly onAnswered: (responseId: string) => void;
}

/** From the shop's own backend, for the customer who is logged in. */
async function getToken(): Promise<string> {
  const reply = await fetch('/survey-token', { method: 'POST' });
  const { token } = (await reply.json()) as { token: string };
  return token;
}

/** To a page from a server React gives no listeners and no properties (react/react#35446). */
const useBrowser = (): boolean =>
  useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  );

export function OrderSurvey({ order, lang, isHidden, onAnswered }: OrderSurveyProps): ReactNode {
  if (!useBrowser()) return null;
  return (
    <otklik-survey
      survey="srv_delivery"
      endpoint="https://surveys.example.com"
      display="inline"
      lang={lang}
      hidden={isHidden}
      context={{ orderNumber: order.number, basket: order.total }}
      getToken={getToken}
      onotklik-completed={(event) => onAnswered(event.responseId)}
    />
  );
}
