/**
 * `otklik-sw.js`: a service worker by itself, or a part of a customer's own, which imports it by `importScripts`. It
 * sees to our notifications, to what their tap needs without a network, and to answers that wait; it touches nothing
 * else (docs/web-push.md).
 */
import { listen } from './listening.ts';
import { settingsOf } from './settings.ts';
import type { Scope } from './scope.ts';

/** Whoever loads it twice has it once. */
const LOADED = Symbol.for('otklik-sw');

const scope = globalThis as unknown as Scope & { [LOADED]?: true };

if (!scope[LOADED]) {
  scope[LOADED] = true;
  listen(scope, settingsOf(scope));
}
