/** When pages ask: rules that the loader follows in the browser. Everybody can read them, so nothing in them is secret. */
import * as z from 'zod/mini';

import { EventName } from './event.ts';
import { LocalId, ProjectId, SurveyId, Timestamp } from './identifiers.ts';
import { LIMITS } from './limits.ts';
import type { PrivateRoute } from './route.ts';
import { VariableValue } from './variables.ts';

const Seconds = z.number().check(z.minimum(0), z.maximum(LIMITS.onPageSeconds));

/** A CSS selector: of the elements that it finds, any. */
const Selector = z
  .string()
  .check(z.minLength(1), z.maxLength(LIMITS.selectorLength), z.regex(/\S/, 'must not be blank'));

/**
 * An address, in which `*` stands for anything: `/checkout`, `/checkout/*`, `/shop/*?sort=new`,
 * `https://help.example.com/*`. Query and fragment are looked at where the pattern holds a `?` or a `#`.
 */
const AddressPattern = z
  .string()
  .check(
    z.maxLength(LIMITS.addressPatternLength),
    z.regex(/^(\/|\*|https?:\/\/)\S*$/, 'must begin with "/", "*" or "https://"'),
  );

/** As in a survey's conditions, with the event's properties for variables. */
export const PropertyCondition = z.union([
  z.strictObject({
    variable: LocalId,
    op: z.enum(['eq', 'ne', 'lt', 'lte', 'gt', 'gte']),
    value: VariableValue,
  }),
  z.strictObject({
    variable: LocalId,
    op: z.literal('in'),
    value: z.array(VariableValue).check(z.minLength(1), z.maxLength(LIMITS.choicesPerQuestion)),
  }),
]);
export type PropertyCondition = z.infer<typeof PropertyCondition>;

const happening = {
  event: EventName,
  /** All of them hold for its properties. */
  if: z.optional(
    z.array(PropertyCondition).check(z.minLength(1), z.maxLength(LIMITS.conditionsPerTrigger)),
  ),
};

/** Something that the page tells by `otklik.track`. */
export const PageHappening = z.strictObject(happening);
export type PageHappening = z.infer<typeof PageHappening>;

export const OnPageTrigger = z.discriminatedUnion('on', [
  /** So long after the page was opened; with 0 seconds, at once. */
  z.strictObject({ on: z.literal('time'), seconds: Seconds }),
  /** So long on the screen: what passes in another tab does not count. */
  z.strictObject({ on: z.literal('dwell'), seconds: Seconds }),
  /** So long without a key, a tap, a movement of the pointer or of the page. */
  z.strictObject({ on: z.literal('idle'), seconds: Seconds }),
  /** So much of the page has been on the screen, in per cent. */
  z.strictObject({
    on: z.literal('scroll'),
    percent: z.number().check(z.minimum(1), z.maximum(100)),
  }),
  /** A mouse leaves the window at its top edge. */
  z.strictObject({ on: z.literal('exit') }),
  /** Half of it is on the screen, or as much as fits. */
  z.strictObject({ on: z.literal('seen'), element: Selector }),
  z.strictObject({ on: z.literal('click'), element: Selector }),
  z.strictObject({ on: z.literal('event'), ...happening }),
]);
export type OnPageTrigger = z.infer<typeof OnPageTrigger>;

const triggers = z.array(OnPageTrigger).check(z.minLength(1), z.maxLength(LIMITS.triggersPerRule));
const addresses = z
  .array(AddressPattern)
  .check(z.minLength(1), z.maxLength(LIMITS.addressesPerRule));

export const OnPageRule = z.strictObject({
  id: LocalId,
  survey: SurveyId,
  /** On which pages; everywhere, unless set. */
  pages: z.optional(addresses),
  exceptPages: z.optional(addresses),
  /** From the so many-th visit on. Visits are counted with consent alone. */
  fromVisit: z.optional(z.int().check(z.minimum(1), z.maximum(1000))),
  /** Which part of the devices is asked at all. */
  share: z.optional(z.number().check(z.gt(0), z.maximum(1))),
  when: z.union([z.strictObject({ all: triggers }), z.strictObject({ any: triggers })]),
  /** Time that passes after that, over whatever pages; then all of the above but `when` is looked at again. */
  delaySeconds: z.optional(Seconds),
  /** What makes the rule begin anew, until the survey is on the screen. */
  cancelOn: z.optional(
    z.array(PageHappening).check(z.minLength(1), z.maxLength(LIMITS.triggersPerRule)),
  ),
  /** Days for which this device is left alone with the survey once it was shown; 30, unless set. */
  pauseDays: z.optional(z.int().check(z.minimum(0), z.maximum(365))),
  display: z.optional(z.enum(['popover', 'sheet', 'dialog', 'banner'])),
  position: z.optional(
    z.enum(['bottom-end', 'bottom-start', 'top-end', 'top-start', 'bottom', 'top']),
  ),
});
export type OnPageRule = z.infer<typeof OnPageRule>;

/** Of several that come true at once, the first in the list asks. */
const Rules = z.array(OnPageRule).check(
  z.maxLength(LIMITS.onPageRules),
  z.refine(
    (rules) => new Set(rules.map(({ id }) => id)).size === rules.length,
    'must have an id of its own for each rule',
  ),
);

export const OnPageRulesRequest = z.strictObject({
  rules: Rules,
  /** The one that this was made from: refused if somebody has written another meanwhile. */
  revision: z.optional(z.int()),
});
export type OnPageRulesRequest = z.infer<typeof OnPageRulesRequest>;

export const OnPageRules = z.object({
  rules: z.array(OnPageRule),
  /** Grows with each change; 0: there were never any. */
  revision: z.int(),
  updatedAt: z.nullable(Timestamp),
});
export type OnPageRules = z.infer<typeof OnPageRules>;

/** What a browser gets of it: the rules whose surveys are open, and the names of the events that pages may tell. */
export const OnPageConfiguration = z.object({
  rules: z.array(OnPageRule),
  events: z.array(z.string()),
});
export type OnPageConfiguration = z.infer<typeof OnPageConfiguration>;

/** Public and cacheable: no route of the tables, which are for calls that carry a credential. */
export const ON_PAGE_PATH = '/v1/on-page/{project}';
export const OnPageParams = z.strictObject({ project: ProjectId });

export const onPageRoutes = {
  getOnPageRules: {
    method: 'GET',
    path: '/v1/on-page-rules',
    summary: 'The rules by which pages ask.',
    scope: 'surveys:read',
    status: 200,
    reply: OnPageRules,
  },
  putOnPageRules: {
    method: 'PUT',
    path: '/v1/on-page-rules',
    summary: 'Replace the rules by which pages ask. Pages follow within five minutes.',
    scope: 'surveys:write',
    body: OnPageRulesRequest,
    status: 200,
    reply: OnPageRules,
  },
} as const satisfies Record<string, PrivateRoute>;
