import { StrictMode } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';

import { App } from './app.tsx';

const place = document.querySelector('#app') as HTMLElement;
const app = (
  <StrictMode>
    <App path={location.pathname} />
  </StrictMode>
);

if (place.hasChildNodes()) hydrateRoot(place, app);
else createRoot(place).render(app);
