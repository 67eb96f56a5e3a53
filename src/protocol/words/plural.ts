/** Where grammar goes by number: the forms of Unicode's plural rules, as `Intl.PluralRules` chooses them. */
export type Plural = Readonly<
  Partial<Record<'zero' | 'one' | 'two' | 'few' | 'many', string>> & Record<'other', string>
>;
