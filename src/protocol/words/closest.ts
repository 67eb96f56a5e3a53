/** Which of several languages serves somebody who wants another one. Zod-free. */

/** One written language under several tags: Norwegian says `nb` today, and its other form is read by all. */
const SAME: Readonly<Record<string, string>> = { no: 'nb', nn: 'nb' };

interface Likely {
  readonly tag: string;
  readonly language: string;
  readonly script: string | undefined;
  readonly region: string | undefined;
  /** The tag names a region that is not the one most of its speakers live in. */
  readonly isAbroad: boolean;
}

/**
 * Exactly, or in the same script: `zh-TW` is `zh-Hant`, `pt` is `pt-BR`, `de-AT` is `de`, `pt-AO` is
 * rather `pt-PT`; else in the same language at least. Undefined when nothing is near.
 *
 * @param wanted a language tag (BCP 47), old ones such as `iw` too; what is none is near to nothing
 */
export function closest<T extends string>(wanted: string, available: readonly T[]): T | undefined {
  const wish = likely(wanted);
  if (wish === undefined) return undefined;
  const { language, script, region, isAbroad } = wish;
  const near = available.flatMap((tag) => {
    const offer = likely(tag);
    return offer?.language === language ? [{ ...offer, tag }] : [];
  });
  const readable = near.filter((offer) => offer.script === script);
  const best =
    near.find((offer) => offer.tag.toLowerCase() === wanted.toLowerCase()) ??
    readable.find((offer) => offer.region === region) ??
    readable.find(({ tag }) => !/-[A-Z\d]+$/.test(tag)) ??
    readable.find((offer) => offer.isAbroad === isAbroad) ??
    readable[0] ??
    near[0];
  return best?.tag;
}

/** With the script and region that go without saying (UTS 35, "likely subtags"). */
function likely(tag: string): Likely | undefined {
  try {
    const { language, script, region } = new Intl.Locale(tag).maximize();
    const home = new Intl.Locale(language, script === undefined ? {} : { script }).maximize();
    return {
      tag,
      language: SAME[language] ?? language,
      script,
      region,
      isAbroad: region !== home.region,
    };
  } catch {
    return undefined; // Not a language tag.
  }
}
