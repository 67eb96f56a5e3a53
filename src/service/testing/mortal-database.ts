/** A database whose process dies at a step of the test's choice: before a statement, before a commit, or after it. */
import type { KyselyPlugin } from 'kysely';

import type { Database } from '../database/database.ts';

export interface Life {
  /** Steps that were taken, a statement or a commit each. */
  readonly steps: number;
  readonly isOver: boolean;
  /** Counts from now on. The step is not taken, and none is after it. */
  endAt(step: number): void;
}

class Death extends Error {
  override readonly name = 'Death';
}

/** The database itself stays open for the next process. */
export function mortalDatabase(opened: Database): {
  readonly database: Database;
  readonly life: Life;
} {
  let end = Number.POSITIVE_INFINITY;
  const life = {
    steps: 0,
    isOver: false,
    endAt: (step: number) => {
      life.steps = 0;
      end = step;
    },
  };
  const step = (): void => {
    if (!life.isOver) life.steps += 1;
    life.isOver ||= life.steps >= end;
    if (life.isOver) throw new Death('The process was killed.');
  };
  const counting: KyselyPlugin = {
    transformQuery: ({ node }) => {
      step();
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const database: Database = {
    ...opened,
    get db() {
      if (life.isOver) throw new Death('The process was killed.');
      return opened.db;
    },
    write: async (work) => {
      const result = await opened.write(async (trx) => {
        const done = await work(trx.withPlugin(counting));
        step();
        return done;
      });
      step();
      return result;
    },
    execute: async (text, values) => {
      if (life.isOver) throw new Death('The process was killed.');
      return await opened.execute(text, values);
    },
    close: async () => undefined,
  };
  return { database, life };
}
