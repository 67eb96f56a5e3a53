/** The settings that name apps: `TEAM.bundle,…` and `package=AA:BB:…,…`. */
import { associationFaults } from '../backend/association-files.ts';
import type { AndroidApp, AssociatedApps } from '../backend/association-files.ts';
import { listOf } from './list-setting.ts';

interface Apps {
  /** Undefined: the settings name none. */
  readonly apps: AssociatedApps | undefined;
  readonly problems: readonly string[];
}

export function readApps(ios: string | undefined, android: string | undefined): Apps {
  const apps = { ios: listOf(ios ?? ''), android: androidApps(listOf(android ?? '')) };
  if (apps.ios.length + apps.android.length === 0) return { apps: undefined, problems: [] };
  return { apps, problems: associationFaults(apps).map(problem) };
}

/** `package=fingerprint`; a package that is signed by two certificates is named twice. */
export function androidApps(entries: readonly string[]): AndroidApp[] {
  const fingerprints = new Map<string, string[]>();
  for (const entry of entries) {
    const [name = '', fingerprint = ''] = entry.split('=').map((part) => part.trim());
    fingerprints.set(name, [...(fingerprints.get(name) ?? []), fingerprint]);
  }
  return [...fingerprints].map(([name, prints]) => ({ package: name, fingerprints: prints }));
}

function problem({ pointer, message }: { readonly pointer: string; readonly message: string }) {
  const isIos = pointer.startsWith('/ios/');
  return `${isIos ? 'OTKLIK_IOS_APPS' : 'OTKLIK_ANDROID_APPS'}: an entry ${message}`;
}
