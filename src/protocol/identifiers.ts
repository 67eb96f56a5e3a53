/** The identifiers that travel: prefixed for things, UUIDv7 for responses. */
import * as z from 'zod/mini';

import { LIMITS } from './limits.ts';

const prefixed = (prefix: string) =>
  z
    .string()
    .check(
      z.regex(
        new RegExp(`^${prefix}_[A-Za-z0-9][A-Za-z0-9_-]{0,${LIMITS.idLength - 1}}$`),
        `must look like ${prefix}_…: letters, digits, "_" and "-"`,
      ),
    );

/** `srv_…`, chosen by the researcher or minted. */
export const SurveyId = prefixed('srv');
/** `prj_…`, a tenant. */
export const ProjectId = prefixed('prj');
/** `key_…`, the public name of an API key (not the key). */
export const KeyId = prefixed('key');
/** `inv_…`, an invitation. */
export const InvitationId = prefixed('inv');
/** `scn_…`, a scenario. */
export const ScenarioId = prefixed('scn');
/** `hok_…`, an address to which another system posts events. */
export const HookId = prefixed('hok');
/** `jrn_…`, one person on the way through a scenario. */
export const JourneyId = prefixed('jrn');
/** `alr_…`, an alert. */
export const AlertId = prefixed('alr');
/** `dst_…`, where answers and events go. */
export const DestinationId = prefixed('dst');
/** `dlv_…`, one thing told to one destination. */
export const DeliveryId = prefixed('dlv');
/** `rdl_…`, a link under which a survey is read. */
export const ReadingLinkId = prefixed('rdl');
/** `qrn_…`, a payload in quarantine. */
export const QuarantineId = prefixed('qrn');

/** UUIDv7 (RFC 9562 section 5.7), minted by the widget. */
export const ResponseId = z
  .string()
  .check(
    z.regex(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      'must be a lower-case UUID of version 7',
    ),
  );

/** Of one file in one response, minted by the widget: 128 random bits in hexadecimal. */
export const FileId = z.string().check(z.regex(/^[0-9a-f]{32}$/, 'must be 32 hexadecimal digits'));

/** The customer's own id of a person. Never parsed, only compared. */
export const RespondentId = z.string().check(z.minLength(1), z.maxLength(200));

/** Ids inside a survey: screens, questions, choices. They become column names and keys, so they stay plain. */
export const LocalId = z.string().check(
  z.regex(
    /^[A-Za-z][A-Za-z0-9_]{0,63}$/,
    'must start with a letter and hold letters, digits and "_" only (64 at most)',
  ),
  z.refine((id) => !RESERVED_IDS.includes(id), 'is a reserved word'),
);

/** `end` is a target of "go to"; the others would meet JavaScript's own property names. */
export const RESERVED_IDS: readonly string[] = ['end', 'constructor', 'prototype', 'toString'];

/** BCP 47, the part that surveys use: `ru`, `pt-BR`, `zh-Hant`. */
export const LanguageTag = z
  .string()
  .check(
    z.regex(
      /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/,
      'must be a language tag such as "ru", "pt-BR" or "zh-Hant"',
    ),
  );

/** An RFC 3339 time in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const Timestamp = z.string().check(
  z.regex(
    /^(?!0000)\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/,
    'must be a UTC time such as "2026-11-22T12:00:00.000Z"',
  ),
  // Otherwise 31 February would be found by the database.
  z.refine(isRealTime, 'must be a time that exists'),
);

function isRealTime(text: string): boolean {
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && time.toISOString() === text;
}

/** A calendar date (RFC 3339 full-date). */
export const CalendarDate = z
  .string()
  .check(
    z.regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'must be a date such as "2026-11-22"'),
  );

/** A time of day, `18:30`. */
export const ClockTime = z
  .string()
  .check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as "18:30"'));

/** IANA name, such as `Europe/Berlin`. An offset is none: it knows nothing of summer. */
export const TimeZone = z
  .string()
  .check(
    z.maxLength(LIMITS.idLength),
    z.refine(isTimeZone, 'must be a time zone such as "Europe/Berlin"'),
  );

function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false; // It says RangeError, which is the answer.
  }
}

/** A web origin as browsers serialise it: scheme, host, port; `null` and wildcards are none. */
export const Origin = z
  .string()
  .check(
    z.maxLength(300),
    z.regex(
      /^[a-z][a-z0-9+.-]*:\/\/[^/?#@\s*]+$/,
      'must be an origin such as "https://shop.example.com", without a path',
    ),
  );
