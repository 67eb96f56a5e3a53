/** Answers of earlier visits, which wait on this device although no survey may open today. */
import { storedProjects } from './stored.ts';

const begun = new Set<string>();

/** Looks once per endpoint, when the page has better things behind it. */
export function deliverLeftovers(endpoint: string): void {
  if (endpoint === '' || begun.has(endpoint)) return;
  begun.add(endpoint);
  // Safari has no `requestIdleCallback`.
  setTimeout(() => {
    // What fails here is tried at the next visit: the answers stay where they are.
    deliver(endpoint).catch(() => undefined);
  }, 1500);
}

async function deliver(endpoint: string): Promise<void> {
  const projects = (await storedProjects()) ?? [];
  if (projects.length === 0) return;
  const { courierOf } = await import('./couriers.ts');
  for (const project of projects) courierOf(project, endpoint);
}
