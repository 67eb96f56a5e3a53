/** Finds what somebody means by what they type: in any case, with or without accents, in any order of words. */

/** Letters that Unicode does not take apart, and such as are typed for one another. */
const LIKE: Readonly<Record<string, string>> = {
  ı: 'i',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
  ة: 'ه',
};

/** Above and below letters of Latin, Greek, Cyrillic, Hebrew and Arabic: "ё" is "е". */
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]/g;

/** One form for all the ways in which a text is written; full-width letters are letters. */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(/[ıłøđßæœىیکة]/g, (letter) => LIKE[letter] ?? letter)
    .trim();
}

/** Those that hold every word of the query; first the ones in which all of them begin a word. */
export function matching<T>(
  items: readonly T[],
  query: string,
  textOf: (item: T) => string,
): readonly T[] {
  const words = folded(query).split(/\s+/);
  const found = items
    .map((item) => ({ item, text: folded(textOf(item)) }))
    .filter(({ text }) => words.every((word) => text.includes(word)));
  const isBegun = ({ text }: { readonly text: string }): boolean => {
    const begun = ` ${text.replace(/[^\p{L}\p{N}\p{M}]/gu, ' ')}`;
    return words.every((word) => begun.includes(` ${word}`));
  };
  return [...found.filter(isBegun), ...found.filter((one) => !isBegun(one))].map(
    ({ item }) => item,
  );
}
