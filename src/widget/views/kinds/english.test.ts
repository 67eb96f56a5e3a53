import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { kinds as english, later } from '../../../protocol/words/en.ts';
import type { Word } from '../../../protocol/words/words.ts';
import type { Kinds } from './kind.ts';

const ALL: Readonly<Record<string, Word>> = Object.assign({}, later, ...Object.values(english));

/** Every chunk of this folder that adds types. */
const chunks = await Promise.all(
  globSync('*.ts', { cwd: import.meta.dirname })
    .filter((file) => !file.includes('.test.'))
    .map(async (file) => {
      const name = file.replace('.ts', '');
      const module = (await import(`./${name}.ts`)) as { readonly kinds?: Kinds };
      return [name, module.kinds ?? {}] as const;
    }),
);
const speaking = chunks.flatMap(([chunk, kinds]) =>
  Object.entries(kinds).flatMap(([kind, { words }]) =>
    words === undefined ? [] : [[`${kind} in ${chunk}`, words] as const],
  ),
);

describe('the English that comes with a type of question', () => {
  it('is there for several types', () => {
    expect(speaking.length).toBeGreaterThan(5);
  });

  it.each(speaking)('of %s is what other languages translate', (_name, words) => {
    for (const [name, word] of Object.entries(words)) expect(word, name).toEqual(ALL[name]);
  });
});
