import { useEffect, useState } from 'react';
import type { JSX, MouseEvent } from 'react';

import { OrderPage } from './order-page.tsx';
import { SurveyByAttributes } from './survey-by-attributes.tsx';
import { SurveyByHand } from './survey-by-hand.tsx';

/** A single-page app: its routes are the browser's history. */
export function App({ path: first }: { readonly path: string }): JSX.Element {
  const [path, setPath] = useState(first);
  useEffect(() => {
    const follow = (): void => setPath(location.pathname);
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }, []);
  const go = (event: MouseEvent<HTMLAnchorElement>): void => {
    event.preventDefault();
    history.pushState(null, '', event.currentTarget.href);
    setPath(location.pathname);
  };
  return (
    <>
      <nav>
        <a href="/" onClick={go}>
          Order
        </a>
        <a href="/help" onClick={go}>
          Help
        </a>
      </nav>
      <main>{routes[path]?.()}</main>
    </>
  );
}

const routes: Readonly<Record<string, () => JSX.Element>> = {
  '/': () => <OrderPage />,
  '/help': () => <h1>Help</h1>,
  '/by-attributes': () => <SurveyByAttributes />,
  '/by-hand': () => <SurveyByHand />,
};
