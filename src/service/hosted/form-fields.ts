/** What travels between the screens of a form beside its answers: in hidden fields, for there are no cookies. */
import * as z from 'zod/mini';

import { LanguageTag, LIMITS, LocalId, ResponseId, Timestamp } from '../../protocol/index.ts';

const ids = z.array(LocalId).check(z.maxLength(LIMITS.questionsPerScreen * 2));

/** No id of a survey has a hyphen in it, so that no question's field is called like one of these. */
const PREFIX = 'otklik-';

export const Passage = z.object({
  /** Minted with the page: pressed twice, the button makes one response. */
  response: ResponseId,
  lang: LanguageTag,
  /** The screen that was answered; none, where it was not known yet which one comes first. */
  screen: z.optional(LocalId),
  /** What that screen showed. */
  asked: ids,
  /** What the visitor was warned of, once. */
  warned: ids,
  started: z.optional(Timestamp),
  /** From the second screen on. */
  grant: z.optional(z.string().check(z.maxLength(200))),
});
export type Passage = z.infer<typeof Passage>;

/** Undefined when these are not the fields of a page of ours. */
export function passageIn(form: URLSearchParams): Passage | undefined {
  const field = (name: string): string | undefined => form.get(PREFIX + name) ?? undefined;
  const list = (name: string): string[] => (field(name) ?? '').split(' ').filter(Boolean);
  const { success, data } = Passage.safeParse({
    response: field('response'),
    lang: field('lang'),
    screen: field('screen') || undefined,
    asked: list('asked'),
    warned: list('warned'),
    started: field('started'),
    grant: field('grant'),
  });
  return success ? data : undefined;
}

/** As names and values of hidden fields. */
export function fieldsOf(passage: Passage): readonly (readonly [string, string])[] {
  return Object.entries(passage).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [[PREFIX + name, Array.isArray(value) ? value.join(' ') : value] as const],
  );
}

/** The button that goes back instead of on. */
export const BACK = `${PREFIX}back`;
