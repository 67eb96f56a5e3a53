import type { PointedError } from '../protocol/response.ts';
import { OtklikError } from './otklik-error.ts';

/** The apps that open links of a domain. */
export interface AssociatedApps {
  /** Each as team and bundle: `ABCDE12345.com.example.shop`. */
  readonly ios?: readonly string[] | undefined;
  readonly android?: readonly AndroidApp[] | undefined;
  /** Paths of the links that iOS hands to the app; `['/s/*']`, the service's own, unless set. */
  readonly paths?: readonly string[] | undefined;
}

export interface AndroidApp {
  /** `com.example.shop` */
  readonly package: string;
  /** SHA-256 of each certificate that signs it, as `keytool -list -v` and the Play Console show it: `AA:BB:…`. */
  readonly fingerprints: readonly string[];
}

/** Where they are served: below the root of the domain, over https, without a redirect, as `application/json`. */
export const ASSOCIATION_PATHS = {
  ios: '.well-known/apple-app-site-association',
  android: '.well-known/assetlinks.json',
} as const;

/** Content by path; what no app asks for is not there. */
export type AssociationFiles = Partial<
  Readonly<Record<(typeof ASSOCIATION_PATHS)[keyof typeof ASSOCIATION_PATHS], string>>
>;

/**
 * The files by which a domain tells iOS (universal links) and Android (app links) that its links belong to an app:
 * without them a link opens the browser. They stand on the domain of the links, which is yours when the service runs
 * under a name of yours or the links lead to your own page.
 *
 * @throws OtklikError `request_invalid`, with pointers into `apps`
 * @example
 * const files = associationFiles({
 *   ios: ['ABCDE12345.com.example.shop'],
 *   android: [{ package: 'com.example.shop', fingerprints: ['14:6D:E9:…'] }],
 * });
 * // { '.well-known/apple-app-site-association': '{…}', '.well-known/assetlinks.json': '[…]' }
 */
export function associationFiles(apps: AssociatedApps): AssociationFiles {
  const errors = associationFaults(apps);
  if (errors.length > 0) throw new OtklikError('request_invalid', { errors });
  const { ios = [], android = [], paths = ['/s/*'] } = apps;
  return {
    ...(ios.length > 0 && { [ASSOCIATION_PATHS.ios]: text(universalLinks(ios, paths)) }),
    ...(android.length > 0 && { [ASSOCIATION_PATHS.android]: text(android.map(appLinks)) }),
  };
}

/** What is wrong with them, with pointers; nothing: the files can be made. */
export function associationFaults({
  ios = [],
  android = [],
  paths = [],
}: AssociatedApps): PointedError[] {
  return [
    ...ios.flatMap((app, i) => fault(!IOS_APP.test(app), `/ios/${i}`, SAY_IOS)),
    ...android.flatMap(androidFaults),
    ...paths.flatMap((path, i) => fault(!PATH.test(path), `/paths/${i}`, 'must begin with "/"')),
    ...fault(ios.length + android.length === 0, '', 'names no app'),
  ];
}

const IOS_APP = /^[A-Z0-9]{10}\.[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;
const SAY_IOS = 'must be team and bundle, such as "ABCDE12345.com.example.shop"';
const PACKAGE = /^[A-Za-z]\w*(\.[A-Za-z]\w*)+$/;
const FINGERPRINT = /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/i;
const PATH = /^\/\S*$/;

function androidFaults({ package: name, fingerprints }: AndroidApp, i: number): PointedError[] {
  const place = `/android/${i}`;
  return [
    ...fault(
      !PACKAGE.test(name),
      `${place}/package`,
      'must be a package such as "com.example.shop"',
    ),
    ...fault(fingerprints.length === 0, `${place}/fingerprints`, 'names no certificate'),
    ...fingerprints.flatMap((one, j) =>
      fault(
        !FINGERPRINT.test(one),
        `${place}/fingerprints/${j}`,
        'must be a SHA-256 fingerprint: 32 bytes such as "AA:BB:…"',
      ),
    ),
  ];
}

function fault(isWrong: boolean, pointer: string, message: string): PointedError[] {
  return isWrong ? [{ pointer, code: 'custom', message }] : [];
}

/** https://developer.apple.com/documentation/bundleresources/applinks */
function universalLinks(appIDs: readonly string[], paths: readonly string[]): object {
  const components = paths.map((path) => ({ '/': path, comment: 'surveys' }));
  return { applinks: { details: [{ appIDs, components }] } };
}

/** https://developers.google.com/digital-asset-links/v1/getting-started; the app itself names the paths. */
function appLinks({ package: name, fingerprints }: AndroidApp): object {
  return {
    relation: ['delegate_permission/common.handle_all_urls'],
    target: {
      namespace: 'android_app',
      package_name: name,
      sha256_cert_fingerprints: fingerprints.map((one) => one.toUpperCase()),
    },
  };
}

function text(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
