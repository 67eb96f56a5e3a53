import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { record } from '../testing/samples.ts';
import { opaqueRecord, recordIn } from './opaque-record.ts';

describe('a record in the keeping of an app', () => {
  it('comes back as it was given', () => {
    const given = record();
    expect(recordIn(opaqueRecord('prj_shop', given))).toEqual({
      project: 'prj_shop',
      record: given,
    });
  });

  it('is none where anything that is needed has another shape', () => {
    for (const name of Object.keys(record())) {
      const { [name]: _gone, ...rest } = record() as unknown as Record<string, unknown>;
      const isNeeded = name !== 'screen';
      const found = recordIn(
        JSON.stringify({ project: 'prj_shop', record: { ...rest, [name]: [] } }),
      );
      if (isNeeded) expect(found, name).toBeUndefined();
    }
  });

  it('is none where the text was cut, or was another one', () => {
    const text = opaqueRecord('prj_shop', record());
    fc.assert(
      fc.property(
        fc.oneof(
          fc.nat(text.length - 1).map((at) => text.slice(0, at)),
          fc.json(),
        ),
        (other) => {
          expect(recordIn(other)).toBeUndefined();
        },
      ),
    );
    for (const project of ['', 'shop', 'prj_', 'prj_a/b', '../prj_a', 'prj_a b']) {
      expect(recordIn(opaqueRecord(project, record()))).toBeUndefined();
    }
  });
});
