/** What a browser asks for when somebody puts the page on their home screen. */
import type { Hono } from 'hono';

import type { AppEnvironment } from '../http/app.ts';
import { ICON } from './icon.ts';
import pictures from './icons.json' with { type: 'json' };

type Size = keyof typeof pictures;

/**
 * Without a `start_url` an installed page begins at the address that it was installed from: at its own link. The
 * manifest itself is the same for all.
 */
const MANIFEST = {
  name: 'Otklik',
  short_name: 'Otklik',
  display: 'standalone',
  scope: './',
  theme_color: '#ffffff',
  background_color: '#ffffff',
  icons: [
    { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    { src: 'icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any maskable' },
    { src: 'icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any maskable' },
  ],
};

const KEPT = { 'cache-control': 'public, max-age=86400' };

export function mountInstallation(app: Hono<AppEnvironment>): void {
  const manifest = JSON.stringify(MANIFEST);
  app.get('/s/manifest.webmanifest', (c) =>
    c.body(manifest, 200, { ...KEPT, 'content-type': 'application/manifest+json' }),
  );
  app.get('/s/icon.svg', (c) => c.body(ICON, 200, { ...KEPT, 'content-type': 'image/svg+xml' }));
  for (const size of Object.keys(pictures) as Size[]) {
    const picture = new Uint8Array(Buffer.from(pictures[size], 'base64'));
    app.get(`/s/icon-${size}.png`, (c) =>
      c.body(picture, 200, { ...KEPT, 'content-type': 'image/png' }),
    );
  }
}
