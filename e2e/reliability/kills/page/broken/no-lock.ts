/** Two tabs that know nothing of each other. */
import { prepare as openSecondTab } from './second-tab.ts';

export function prepare(): void {
  Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });
  openSecondTab();
}
