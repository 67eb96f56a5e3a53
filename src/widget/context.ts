/** What the page says about this visit, and in which languages it is to be read. */
import type { VariableValue, VariableValues } from '../protocol/variables.ts';

const NAME = /^[A-Za-z]\w{0,63}$/;
const LANGUAGE = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/;

interface PageContext {
  readonly values: VariableValues | undefined;
  /** Names that cannot be sent: a bad value must not cost the survey. */
  readonly dropped: readonly string[];
}

export function pageContext(given: Readonly<Record<string, unknown>> = {}): PageContext {
  const values: Record<string, VariableValue> = {};
  const dropped: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (NAME.test(name) && isSendable(value) && Object.keys(values).length < 100)
      values[name] = value;
    else dropped.push(name);
  }
  return { values: Object.keys(values).length > 0 ? values : undefined, dropped };
}

function isSendable(value: unknown): value is VariableValue {
  return (
    typeof value === 'boolean' ||
    Number.isFinite(value) ||
    (typeof value === 'string' && value.length <= 1000)
  );
}

/** Best first: what the page around the element is written in, and what the browser is set to. */
export function languagesFor(element: Element): readonly string[] {
  const page = element.parentElement?.closest('[lang]')?.getAttribute('lang') ?? '';
  const all = [page, ...navigator.languages].filter((tag) => LANGUAGE.test(tag));
  return [...new Set(all)].slice(0, 10);
}

/** A tag that the service takes; it refuses others. */
export function languageTag(tag: string): string | undefined {
  return LANGUAGE.test(tag) ? tag : undefined;
}
