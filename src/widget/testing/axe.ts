/** What WCAG 2.2 AA finds wrong in the page of a browser test. */
import axe from 'axe-core';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Open shadow roots included: a line each. */
export async function violations(element: Element): Promise<string[]> {
  const { violations: found } = await axe.run(element, { runOnly: tags });
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')} ${failureSummary}`),
  );
}
