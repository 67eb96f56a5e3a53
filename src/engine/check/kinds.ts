/** Kinds of values, as far as conditions and expressions look at them. */
import type { SurveyContent, VariableType } from '../../protocol/index.ts';
import { own } from '../own.ts';

export type AnswerKind =
  | {
      readonly kind: 'number';
      readonly min: number;
      readonly max: number;
      readonly isWhole: boolean;
    }
  /** The id of one of these. */
  | { readonly kind: 'choice'; readonly ids: readonly string[] }
  | { readonly kind: 'choices'; readonly ids: readonly string[] }
  | { readonly kind: 'text' }
  | { readonly kind: 'date' }
  | { readonly kind: 'time' }
  /** `isTicked`: true or nothing, never false. */
  | { readonly kind: 'boolean'; readonly isTicked: boolean }
  /** Values by name, to be looked at one by one. */
  | { readonly kind: 'parts'; readonly parts: Readonly<Record<string, AnswerKind>> }
  /** Only whether there is one: files, a signature, a range. */
  | { readonly kind: 'whole' }
  /** Computed, of one kind or another. */
  | { readonly kind: 'any' };

export const TEXT: AnswerKind = { kind: 'text' };
export const DATE: AnswerKind = { kind: 'date' };
export const NUMBER: AnswerKind = { kind: 'number', min: -Infinity, max: Infinity, isWhole: false };
export const BOOLEAN: AnswerKind = { kind: 'boolean', isTicked: false };
export const ANY: AnswerKind = { kind: 'any' };
export const WHOLE: AnswerKind = { kind: 'whole' };

/** Kinds of the questions that come before; of a later one nothing is known. */
export interface KnownKinds {
  readonly content: SurveyContent;
  readonly kinds: ReadonlyMap<string, AnswerKind>;
}

export function variableKind(type: VariableType): AnswerKind {
  return { string: TEXT, number: NUMBER, boolean: BOOLEAN, date: DATE }[type];
}

export function partKind(kind: AnswerKind, part: string): AnswerKind | undefined {
  return kind.kind === 'parts' ? own(kind.parts, part) : undefined;
}
