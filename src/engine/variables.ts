/** Variables from three sources made one set, each value with where it came from. */
import type {
  AutoContext,
  PointedError,
  Provenance,
  SurveyContent,
  Variables,
  VariableType,
  VariableValue,
  VariableValues,
} from '../protocol/index.ts';
import { isCalendarDate } from './calendar.ts';
import { cleanText } from './clean-text.ts';
import { own } from './own.ts';

/** The day on which the response began, as the service saw it: known from the first screen on. */
export const TODAY = 'today';

/** Seen by the widget itself or by the service; a survey may use them without declaring them. */
export const AUTO_VARIABLES: ReadonlySet<string> = new Set([
  'url',
  'referrer',
  'locale',
  'platform',
  'viewport',
  'widgetVersion',
  TODAY,
] satisfies (keyof AutoContext)[]);

export interface VariableSources {
  readonly token?: VariableValues | undefined;
  readonly page?: VariableValues | undefined;
  readonly auto?: AutoContext | undefined;
}

export interface CollectedVariables {
  readonly variables: Variables;
  /** What was dropped and why, for the integrator; pointers into `{ token, page }`. */
  readonly warnings: readonly PointedError[];
}

/** A token value wins over a page value, a page value over an automatic one. */
export function collectVariables(
  content: SurveyContent,
  { token = {}, page = {}, auto = {} }: VariableSources,
): CollectedVariables {
  const warnings: PointedError[] = [];
  const variables: Variables = {};
  const add = (source: Provenance, name: string, value: VariableValue): void => {
    variables[name] = { value: typeof value === 'string' ? cleanText(value) : value, source };
  };
  for (const [name, value] of Object.entries(auto)) {
    if (AUTO_VARIABLES.has(name) && typeof value === 'string') add('auto', name, value);
  }
  for (const [source, values] of [
    ['page', page],
    ['token', token],
  ] as const) {
    for (const [name, value] of Object.entries(values)) {
      const fault = declarationFault(content, name, value);
      if (fault === null) add(source, name, value);
      else warnings.push({ pointer: `/${source}/${name}`, ...fault });
    }
  }
  return { variables, warnings };
}

function declarationFault(
  content: SurveyContent,
  name: string,
  value: VariableValue,
): Omit<PointedError, 'pointer'> | null {
  const declared = own(content.variables ?? {}, name);
  if (declared === undefined) {
    return { code: 'variable_undeclared', message: `The survey declares no variable "${name}".` };
  }
  if (fitsType(declared.type, value)) return null;
  return { code: 'variable_type', message: `"${name}" must be a ${declared.type}.` };
}

function fitsType(type: VariableType, value: VariableValue): boolean {
  if (type === 'date') return typeof value === 'string' && isCalendarDate(value);
  return typeof value === type;
}
