import { describe, expect, test } from 'vitest';

import { check, FAULTS } from './checker.ts';
import type { Evidence, FaultName, Row, Verdict } from './checker.ts';
import type { Entry, Report, Values } from './ledger.ts';

/** One person on one occasion; every test changes a little of a story in which all is well. */
const occasion = 'order-1';
const response = 'one';

type Word = Report extends infer One ? (One extends Report ? Omit<One, 'occasion'> : never) : never;

const tries = (answers: Values, isLast = false): Word => ({ kind: 'tries', answers, isLast });
const answered = (answers: Values): Word => ({ kind: 'answered', answers });
const saved = (storage = 'indexeddb'): Word => delivery('saved', storage);
const sent = (): Word => delivery('sent', 'indexeddb');
const opened = (disk?: Values): Word => ({
  kind: 'opened',
  disk:
    disk === undefined
      ? []
      : [{ occasion, respondent: 'person-1', isPending: true, answers: disk }],
});

function delivery(what: 'saved' | 'sent' | 'blocked', storage: string): Word {
  return { kind: 'delivery', response, delivery: what, storage };
}

function ledger(...words: readonly Word[]): readonly Entry[] {
  return words.map((word, seq) => ({ ...word, occasion, seq }));
}

function row(answers: Values, change: Partial<Row> = {}): Row {
  return { id: response, occasion, respondent: 'person-1', status: 'partial', answers, ...change };
}

function judge(evidence: Partial<Evidence>): Verdict {
  const respondents = new Map([[occasion, 'person-1']]);
  return check({ entries: [], rows: [], sightings: [], respondents, ...evidence });
}

/** Which kinds of faults were found, in the order of the table. */
function found(evidence: Partial<Evidence>): readonly FaultName[] {
  const verdict = judge(evidence);
  return ([...FAULTS, 'sentAtOnce'] as const).filter((fault) => verdict[fault].length > 0);
}

const told = ledger(tries({ score: 7 }), saved(), answered({ score: 7 }));

describe('all is well', () => {
  test('what was told is there', () => {
    expect(judge({ entries: told, rows: [row({ score: 7 })] })).toMatchObject({ told: 1 });
    expect(found({ entries: told, rows: [row({ score: 7 })] })).toEqual([]);
  });

  test('an answer that nobody was told about may be there or not', () => {
    const entries = ledger(tries({ score: 7 }), saved());
    expect(found({ entries, rows: [row({ score: 7 })] })).toEqual([]);
    expect(found({ entries, rows: [] })).toEqual([]);
    expect(judge({ entries }).told).toBe(0);
  });

  test('a change that was tried and not told may win or not', () => {
    const entries = [...told, ...ledger(tries({ score: 9 })).map((one) => ({ ...one, seq: 3 }))];
    expect(found({ entries, rows: [row({ score: 9 })] })).toEqual([]);
    expect(found({ entries, rows: [row({ score: 7 })] })).toEqual([]);
  });

  test('to leave a screen once more without a change tells nothing new', () => {
    const entries = ledger(
      tries({ score: 7 }),
      saved(),
      answered({ score: 7 }),
      answered({ score: 7 }),
    );
    expect(judge({ entries, rows: [row({ score: 7 })] }).told).toBe(1);
  });
});

describe('lost', () => {
  test('no row', () => {
    expect(found({ entries: told })).toEqual(['lost']);
  });

  test('a row without the answer', () => {
    expect(found({ entries: told, rows: [row({})] })).toEqual(['lost']);
  });

  test('the screen that moved has told it, whatever the event said', () => {
    const entries = ledger(tries({ score: 7 }), { kind: 'moved', answers: { score: 7 } });
    expect(found({ entries })).toEqual(['lost']);
  });
});

describe('duplicated', () => {
  test('one occasion in two rows', () => {
    const rows = [row({ score: 7 }), row({ score: 7 }, { id: 'two' })];
    expect(found({ entries: told, rows })).toEqual(['duplicated']);
  });

  test('words in two rows, although the occasions differ', () => {
    const words = { why: 'written only once' };
    const entries = ledger(tries(words), saved(), answered(words));
    const rows = [row(words), row(words, { id: 'two', occasion: 'order-2' })];
    expect(found({ entries, rows })).toContain('duplicated');
  });
});

test('reordered: an older answer has won over one that was told', () => {
  const entries = ledger(
    tries({ score: 7 }),
    answered({ score: 7 }),
    tries({ score: 9 }),
    answered({ score: 9 }),
  );
  expect(found({ entries, rows: [row({ score: 7 })] })).toEqual(['reordered']);
  expect(found({ entries, rows: [row({ score: 9 })] })).toEqual([]);
});

describe('phantom', () => {
  test('a value that nobody gave', () => {
    expect(found({ entries: told, rows: [row({ score: 3 })] })).toEqual(['phantom']);
  });

  test('an answer to what nobody tried to answer', () => {
    expect(found({ entries: told, rows: [row({ score: 7, why: 'x' })] })).toEqual(['phantom']);
  });

  test('a row of another person', () => {
    const rows = [row({ score: 7 }, { respondent: 'person-2' })];
    expect(found({ entries: told, rows })).toEqual(['phantom']);
  });
});

describe('wrongly told', () => {
  const rows = [row({ score: 7 }, { status: 'completed' })];
  const entries = ledger(tries({ score: 7 }, true), saved(), answered({ score: 7 }), sent(), {
    kind: 'thanks',
    says: 'Your answers have been received.',
  });

  test('received, and there', () => {
    const sightings = [3, 4].map((seq) => ({ seq, row: rows[0] }));
    expect(found({ entries, rows, sightings })).toEqual([]);
  });

  test('received, and not there at that moment, although it came later', () => {
    expect(found({ entries, rows, sightings: [{ seq: 3, row: undefined }] })).toEqual([
      'wronglyTold',
    ]);
  });

  test('received at the end, and not completed', () => {
    const sightings = [{ seq: 4, row: row({ score: 7 }) }];
    expect(found({ entries, rows, sightings })).toEqual(['wronglyTold']);
  });

  test('stored on the device, and not on its disk after the browser has died', () => {
    const again = (disk?: Values): readonly Entry[] =>
      ledger(tries({ score: 7 }), saved(), answered({ score: 7 }), opened(disk));
    const partial = [row({ score: 7 })];
    expect(found({ entries: again(), rows: partial })).toEqual(['wronglyTold']);
    expect(found({ entries: again({}), rows: partial })).toEqual(['wronglyTold']);
    expect(found({ entries: again({ score: 7 }), rows: partial })).toEqual([]);
  });

  test('an older answer on the disk than was told', () => {
    const entriesOfTwo = ledger(
      tries({ score: 7 }),
      answered({ score: 7 }),
      tries({ score: 9 }),
      saved(),
      answered({ score: 9 }),
      opened({ score: 7 }),
    );
    expect(found({ entries: entriesOfTwo, rows: [row({ score: 9 })] })).toEqual(['wronglyTold']);
  });

  test('memory promises nothing of the disk', () => {
    const inMemory = ledger(tries({ score: 7 }), saved('memory'), answered({ score: 7 }), opened());
    expect(found({ entries: inMemory, rows: [row({ score: 7 })] })).toEqual([]);
  });

  test('what is finished may have been sent, and removed', () => {
    const finished = ledger(tries({ score: 7 }, true), saved(), answered({ score: 7 }), opened());
    expect(found({ entries: finished, rows: [row({ score: 7 })] })).toEqual([]);
  });

  test('the service has refused it', () => {
    const refused = [...told, { ...delivery('blocked', 'indexeddb'), occasion, seq: 3 } as Entry];
    expect(found({ entries: refused, rows: [row({ score: 7 })] })).toEqual(['wronglyTold']);
  });
});

describe('sent twice at a time', () => {
  const revisions = ['one revision 1'];

  test('by two tabs', () => {
    const shipments = [
      { since: 1, until: 4, revisions },
      { since: 3, until: 5, revisions },
    ];
    expect(found({ shipments })).toEqual(['sentAtOnce']);
  });

  test('one after the other, because a reply was lost, is no fault', () => {
    const shipments = [
      { since: 1, until: 2, revisions },
      { since: 3, until: 5, revisions },
      { since: 3, until: 5, revisions: ['two revision 1'] },
    ];
    expect(found({ shipments })).toEqual([]);
  });
});
