import type { Hear } from './transport.ts';

/** For apps that speak by running a line of script: `otklikBridge.receive('…')`. Nobody can put another in its place. */
export function enter(page: Window, hear: Hear): void {
  const entry = Object.freeze({ receive: (text: unknown): void => hear(text) });
  Object.defineProperty(page, 'otklikBridge', { value: entry });
}
