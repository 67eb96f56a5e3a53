/** How this worker was set up. */
import type { Scope, WrittenSettings } from './scope.ts';

export interface Settings extends Pick<WrittenSettings, 'icon' | 'badge'> {
  /** Of the service, absolute, without a slash at the end. */
  readonly endpoint: string;
}

/** @param stack a script that is imported is told its own address nowhere else */
export function settingsOf(
  { otklik = {}, location }: Pick<Scope, 'otklik' | 'location'>,
  stack: string = new Error().stack ?? '',
): Settings {
  const { endpoint = scriptFolder(stack) ?? location.origin, ...pictures } = otklik;
  return { ...pictures, endpoint: new URL(endpoint, location.href).href.replace(/\/+$/, '') };
}

/** `at https://surveys.example.com/otklik-sw.js:1:23`, `@https://…`: engines agree on nothing but the address. */
function scriptFolder(stack: string): string | undefined {
  return /(https?:\/\/[^\s()@]+)\/otklik-sw\.js/.exec(stack)?.[1];
}
