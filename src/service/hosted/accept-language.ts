/** The languages that a browser asks for (RFC 9110 section 12.5.4), best first, as sessions take them. */
import { LanguageTag } from '../../protocol/index.ts';

const TAGS_MAX = 10;

export function acceptedLanguages(headers: Headers): readonly string[] {
  const ranges = (headers.get('accept-language') ?? '').split(',', 50).map((range) => {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    return { tag: canonical(tag), weight: weight === undefined ? 1 : Number(weight.slice(2)) || 0 };
  });
  const wanted = ranges.filter(({ tag, weight }) => tag !== '' && weight > 0);
  // Equal weights stay in their order.
  return wanted
    .sort((one, other) => other.weight - one.weight)
    .slice(0, TAGS_MAX)
    .map(({ tag }) => tag);
}

/** `ru-ru` as `ru-RU`; what no survey could be named by is none. */
function canonical(tag: string): string {
  try {
    const [name = ''] = Intl.getCanonicalLocales(tag);
    return LanguageTag.safeParse(name).success ? name : '';
  } catch {
    return '';
  }
}
