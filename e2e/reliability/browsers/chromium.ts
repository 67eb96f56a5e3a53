/** Chromium as people have it, but for what would ask somebody something or call home. */
export function chromiumFlags(profile: string, url: string): string[] {
  return [
    `--user-data-dir=${profile}`,
    '--headless=new',
    '--no-sandbox',
    '--no-first-run',
    '--no-default-browser-check',
    '--hide-crash-restore-bubble',
    '--disable-breakpad',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    '--password-store=basic',
    '--window-size=480,900',
    // Nobody looks at it, and it is no tab in the background for that.
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
    url,
  ];
}
