/**
 * What may be written on `<otklik-survey>`, taken from the element's class and its events, so that a new
 * property is known to every framework at once.
 */
import type { OtklikSurvey } from '../widget/index.ts';

type Name = keyof typeof OtklikSurvey.properties;

/** By property; a name that is left out, or undefined, is what the element takes "unless set". */
export type Properties = { readonly [N in Name]?: OtklikSurvey[N] | undefined };

/** By attribute, where that is spelled otherwise: `token-url`. */
export type Attributes = {
  readonly [N in Name as IsText<OtklikSurvey[N]> extends true ? Hyphenated<N> : never]?:
    | OtklikSurvey[N]
    | undefined;
};

/** Event classes by the names of the events. */
export type Events = {
  readonly [
    N in keyof GlobalEventHandlersEventMap as N extends `otklik-${string}` ? N : never
  ]: GlobalEventHandlersEventMap[N];
};

/** By `on` and the event's name, as React and Svelte have it. */
export type Listeners = {
  readonly [N in keyof Events as `on${N}`]?: ((event: Events[N]) => void) | undefined;
};

/** Whether an attribute can hold it. */
type IsText<Value> = Value extends string | boolean | undefined ? true : false;

type Hyphenated<Text extends string> = Text extends `${infer First}${infer Rest}`
  ? First extends Lowercase<First>
    ? `${First}${Hyphenated<Rest>}`
    : `-${Lowercase<First>}${Hyphenated<Rest>}`
  : Text;
