import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Browser } from 'playwright';

export interface Picture {
  readonly name: string;
  readonly png: Buffer;
}

/** Many small pictures on one large one: what is out of line is seen beside what is not. */
export async function printSheet(
  browser: Browser,
  folder: string,
  name: string,
  pictures: readonly Picture[],
): Promise<void> {
  const figures = pictures.map(
    ({ name: caption, png }) =>
      `<figure><figcaption>${caption}</figcaption><img src="data:image/png;base64,${png.toString('base64')}"></figure>`,
  );
  const page = await browser.newPage({ viewport: { width: 1900, height: 900 } });
  try {
    await page.setContent(
      `<style>
        body { display: flex; flex-wrap: wrap; align-items: start; gap: 12px; background: #cfd3da }
        figure { margin: 0; font: 13px sans-serif } img { display: block; max-width: 900px }
      </style>${figures.join('')}`,
    );
    await mkdir(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  } finally {
    await page.close();
  }
}
