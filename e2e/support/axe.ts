import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

type AxePage = ConstructorParameters<typeof AxeBuilder>[0]['page'];

/**
 * What WCAG 2.2 AA finds wrong on the page, open shadow roots included: a line each.
 *
 * @param more tags of rules beyond that
 */
export async function violations(page: Page, more: readonly string[] = []): Promise<string[]> {
  // Its types come with another copy of playwright-core than the test runner's.
  const builder = new AxeBuilder({ page: page as unknown as AxePage })
    .withTags([...tags, ...more])
    // In the page itself: opening another one to put the results of frames together takes three times as long.
    .setLegacyMode();
  const { violations: found } = await builder.analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(' ')}`));
}
