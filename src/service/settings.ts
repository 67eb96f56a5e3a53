/** The service's settings from environment variables, checked before anything starts. */
import * as z from 'zod/mini';

import { Origin } from '../protocol/index.ts';
import { readApps } from './app-settings.ts';
import { blockList } from './http/client-address.ts';
import type { ListenOptions } from './listen.ts';
import { listOf } from './list-setting.ts';
import { rateSettings } from './rate-settings.ts';

export interface Settings extends ListenOptions {
  readonly port: number;
}

/** All that is wrong, at once, in words for the person at the terminal. Never holds a value: one is a key. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`These settings cannot be used:\n${problems.map((line) => `  ${line}`).join('\n')}`);
    this.problems = problems;
  }
}

const url = (protocols: RegExp, message: string) =>
  z
    .string()
    .check(
      z.refine((text) => URL.canParse(text) && protocols.test(new URL(text).protocol), message),
    );

const Environment = z.object({
  OTKLIK_PORT: z.optional(
    z.string().check(
      z.regex(/^\d{1,5}$/, 'must be a port number, such as 8787'),
      z.refine((port) => Number(port) <= 65_535, 'must be at most 65535'),
    ),
  ),
  OTKLIK_DATA_DIR: z.optional(z.string()),
  OTKLIK_DATABASE_URL: z.optional(
    url(/^postgres(ql)?:$/, 'must look like postgres://user:password@host:5432/database'),
  ),
  OTKLIK_ROOT_KEY: z.optional(
    z
      .string()
      .check(
        z.regex(
          /^otk_[A-Za-z0-9_-]{20,}$/,
          'must be "otk_" and at least 20 letters, digits, "_" or "-" that are hard to guess',
        ),
      ),
  ),
  OTKLIK_ORIGINS: z.optional(z.string()),
  OTKLIK_TRUSTED_PROXIES: z.optional(
    z
      .string()
      .check(
        z.refine(isNetworks, 'must list addresses and networks such as 10.0.0.0/8, with commas'),
      ),
  ),
  OTKLIK_OWN_HOSTS: z.optional(
    z
      .string()
      .check(
        z.refine(
          (text) => listOf(text).every((host) => /^[A-Za-z0-9.[\]:-]+$/.test(host)),
          'must list hosts such as crm.local or 10.1.2.3:8443, with commas',
        ),
      ),
  ),
  OTKLIK_RATE_LIMITS: z.optional(
    z
      .string()
      .check(
        z.refine(
          (text) => rateSettings(text) !== undefined,
          'must be "off", or a list such as address=50/500,project=200/1000: a second, and at once',
        ),
      ),
  ),
  OTKLIK_DRAIN_SECONDS: z.optional(
    z.string().check(z.regex(/^\d{1,3}$/, 'must be a number of seconds, such as 5')),
  ),
  OTKLIK_PUBLIC_URL: z.optional(url(/^https?:$/, 'must be an http(s) address')),
  OTKLIK_IOS_APPS: z.optional(z.string()),
  OTKLIK_ANDROID_APPS: z.optional(z.string()),
  OTKLIK_SECRET_KEY: z.optional(
    z.string().check(z.minLength(32, 'must be at least 32 characters that are hard to guess')),
  ),
  OTKLIK_PUSHES_PER_SECOND: z.optional(
    z.string().check(z.regex(/^[1-9]\d{0,4}$/, 'must be a number from 1 on, such as 100')),
  ),
  OTKLIK_LOG_LEVEL: z.optional(
    z.enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be one of fatal, error, warn, info, debug, trace, silent',
    ),
  ),
});

/** @throws SettingsError naming every variable that cannot be used. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const present = Object.entries(environment).filter(([, value]) => value !== '');
  const parsed = Environment.safeParse(Object.fromEntries(present));
  const origins = readOrigins(environment['OTKLIK_ORIGINS']);
  const apps = readApps(environment['OTKLIK_IOS_APPS'], environment['OTKLIK_ANDROID_APPS']);
  const problems = [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => `${String(path[0])} ${message}`),
    ...origins.problems,
    ...apps.problems,
  ];
  if (!parsed.success || problems.length > 0) throw new SettingsError(problems);
  const values = parsed.data;
  return {
    port: Number(values.OTKLIK_PORT ?? 8787),
    dataDir: values.OTKLIK_DATA_DIR ?? './data',
    databaseUrl: values.OTKLIK_DATABASE_URL,
    rootKey: values.OTKLIK_ROOT_KEY,
    origins: origins.list,
    publicUrl: values.OTKLIK_PUBLIC_URL,
    apps: apps.apps,
    trustedProxies: listOf(values.OTKLIK_TRUSTED_PROXIES ?? ''),
    ownHosts: listOf(values.OTKLIK_OWN_HOSTS ?? ''),
    rates: rateSettings(values.OTKLIK_RATE_LIMITS ?? ''),
    drainMs: Number(values.OTKLIK_DRAIN_SECONDS ?? 0) * 1000,
    secretKey: values.OTKLIK_SECRET_KEY,
    pushesPerSecond: numberOf(values.OTKLIK_PUSHES_PER_SECOND),
    logLevel: values.OTKLIK_LOG_LEVEL ?? 'info',
  };
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

interface Origins {
  readonly list: readonly string[] | undefined;
  readonly problems: readonly string[];
}

/** Comma-separated; not set is not the same as none: it leaves the project's list alone. */
function readOrigins(text: string | undefined): Origins {
  if (text === undefined) return { list: undefined, problems: [] };
  const list = listOf(text);
  const problems = list
    .filter((origin) => !Origin.safeParse(origin).success)
    .map((origin) => `OTKLIK_ORIGINS: "${origin}" is no origin such as https://shop.example.com`);
  return { list, problems };
}

function isNetworks(text: string): boolean {
  try {
    blockList(listOf(text));
    return true;
  } catch {
    // What is wrong with it, the setting's own sentence says better.
    return false;
  }
}
