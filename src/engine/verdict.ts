/** What is said of one answer. */
import type { AnswerFault, AnswerValue } from '../protocol/index.ts';

export interface Fault {
  readonly code: AnswerFault;
  /** What the sentence needs: a minimum, a maximum, a date, megabytes. */
  readonly limit?: number | string;
  /** Which part of an address or contact it is about, or the name of which file. */
  readonly item?: string;
  /** For `rule`: which of the question's rules. */
  readonly rule?: number;
}

export type Verdict =
  | {
      readonly ok: true;
      readonly value: AnswerValue;
      /** Told once; the answer stands all the same. */
      readonly warning?: Fault;
    }
  | { readonly ok: false; readonly fault: Fault };

export function accept(value: AnswerValue): Verdict {
  return { ok: true, value };
}

export function refuse(code: AnswerFault, about: Omit<Fault, 'code'> = {}): Verdict {
  return { ok: false, fault: { code, ...about } };
}
