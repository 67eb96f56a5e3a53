import { StrictMode } from 'react';
import { renderToString } from 'react-dom/server';

import { App } from './app.tsx';

/** What a server sends before the script has come. */
export const html = (path: string): string =>
  renderToString(
    <StrictMode>
      <App path={path} />
    </StrictMode>,
  );
