/** The way a language is written: by its script, for Azerbaijani runs either way. Zod-free. */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  try {
    const { script = '' } = new Intl.Locale(tag).maximize();
    return /Arab|Hebr|Thaa|Syrc|Nkoo|Adlm|Rohg/.test(script) ? 'rtl' : 'ltr';
  } catch {
    return 'ltr'; // Not a language tag.
  }
}
