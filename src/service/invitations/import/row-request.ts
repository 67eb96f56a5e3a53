/** A row of a table as the request that one would send for it by itself. */
import { InvitationRequest } from '../../../protocol/index.ts';
import type {
  InvitationImport,
  RefusedRow,
  SurveyContent,
  VariableType,
  VariableValue,
} from '../../../protocol/index.ts';
import type { TableRow } from './table.ts';

export type Fault = RefusedRow['faults'][number];

export interface RowRequest {
  readonly request: InvitationRequest | undefined;
  readonly faults: readonly Fault[];
}

/** Columns that are about the invitation; all others are variables. */
const OWN: ReadonlySet<string> = new Set(['respondent', 'lang', 'at', 'email']);

export function rowRequest(
  { cells }: TableRow,
  given: InvitationImport,
  content: SurveyContent,
): RowRequest {
  const faults: Fault[] = [];
  const variables: Record<string, VariableValue> = {};
  for (const [column, text] of Object.entries(cells)) {
    if (text === '') {
      if (!mayBeEmpty(column, given)) faults.push(empty(column));
    } else if (!OWN.has(column)) {
      variables[column] = valueOf(text, content.variables?.[column]?.type);
    }
  }
  const { channels, expiresAt, remindAfter, strict, page, survey } = given;
  const parsed = InvitationRequest.safeParse({
    survey,
    respondent: cells['respondent'],
    variables,
    ...defined({ channels, expiresAt, remindAfter, strict, page }),
    ...defined({ email: cells['email'] || undefined }),
    ...defined({ lang: cells['lang'] || given.lang, at: cells['at'] || given.at }),
  });
  if (parsed.success) return { request: parsed.data, faults };
  const known = new Set(faults.map(({ column }) => column));
  const more = parsed.error.issues
    .map(({ path, code, message }) => ({ column: columnOf(path), code: code ?? 'custom', message }))
    .filter(({ column }) => !known.has(column));
  return { request: undefined, faults: [...faults, ...more] };
}

function mayBeEmpty(column: string, given: InvitationImport): boolean {
  return column === 'lang' || column === 'at' || (given.mayBeEmpty?.includes(column) ?? false);
}

function empty(column: string): Fault {
  return { column, code: 'empty', message: 'There is nothing in this column.' };
}

/** By what the survey declares; what does not fit stays a text, and is refused as such. */
function valueOf(text: string, type: VariableType | undefined): VariableValue {
  if (type === 'number') return numberIn(text) ?? text;
  if (type === 'boolean') return BOOLEANS[text.toLowerCase()] ?? text;
  return text;
}

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, false: false, 1: true, 0: false };

/** A spreadsheet writes the comma or the point, as its country does; never both. */
function numberIn(text: string): number | undefined {
  return /^-?\d+([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : undefined;
}

/** `/variables/order` is the column `order`. */
export function columnOf(path: readonly PropertyKey[]): string {
  return String(path[0] === 'variables' && path.length > 1 ? path[1] : (path[0] ?? ''));
}

function defined(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
