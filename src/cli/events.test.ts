import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

import type { EventReceipt } from '../protocol/index.ts';
import { otklikWith } from './testing/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'otklik-events-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Sent {
  readonly name?: string;
  readonly id?: string;
}

/** Refuses what has no name, and knows what is called "known". */
function service() {
  const batches: Sent[][] = [];
  const answer = async (request: Request): Promise<Response> => {
    const { events } = (await request.json()) as { events: Sent[] };
    batches.push(events);
    const results = events.map(({ name, id = null }): EventReceipt => {
      if (name === undefined) {
        const errors = [{ pointer: '/name', code: 'invalid_type', message: 'is missing' }];
        return { id, result: 'refused', errors };
      }
      return { id, result: name === 'known' ? 'duplicate' : 'stored' };
    });
    return Response.json({ results });
  };
  return { batches, answer };
}

function file(...lines: readonly string[]): string {
  const path = join(folder, `${lines.length}.ndjson`);
  writeFileSync(path, lines.join('\n'));
  return path;
}

it('events of a file are told, five hundred at a time', async () => {
  const { batches, answer } = service();
  const lines = Array.from({ length: 1201 }, (_, one) => `{"name":"a","id":"${one}"}`);
  const { exitCode, stdout } = await otklikWith(answer, ['events', 'send', file(...lines)]);
  expect([exitCode, stdout]).toEqual([0, '1201 stored, 0 known, 0 refused\n']);
  expect(batches.map(({ length }) => length)).toEqual([500, 500, 201]);
  expect(batches.flat().map(({ id }) => id)).toEqual(lines.map((_, one) => `${one}`));
});

it('what is refused is listed with its line', async () => {
  const path = file('{"name":"a"}', '', '{"name":"known"}', '{"id":"b"}');
  const { exitCode, stdout, stderr } = await otklikWith(service().answer, ['events', 'send', path]);
  expect([exitCode, stdout]).toEqual([1, '1 stored, 1 known, 1 refused\n']);
  expect(stderr).toContain(`${path}:4:1`);
  expect(stderr).toContain('is missing');
});

it('a file with a line that is no JSON is not sent at all', async () => {
  const { batches, answer } = service();
  const path = file('{"name":"a"}', 'nonsense', '{"name":', '{}', '{}');
  const { exitCode, stderr } = await otklikWith(answer, ['events', 'send', path]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain(`${path}:2:1`);
  expect(stderr).toContain(`${path}:3:1`);
  expect(batches).toEqual([]);
  const none = await otklikWith(answer, ['events', 'send', join(folder, 'none')]);
  expect([none.exitCode, none.stderr]).toEqual([2, expect.stringContaining('cannot be read')]);
});
