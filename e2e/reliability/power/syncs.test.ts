import { describe, expect, test } from 'vitest';

import { judge } from './syncs.ts';
import { parse } from './trace.ts';

const wal = '</var/lib/pg_wal/000000010000000000000001>';
const stored = String.raw`"HTTP/1.1 200 OK\r\n\r\n{\"results\":[{\"result\":\"stored\"}]}"`;

const at = (second: number, call: string): string =>
  `7 17000000${second}.000000 ${call} <0.000010>`;
const write = (second: number): string => at(second, `pwrite64(5${wal}, "x", 1, 0) = 1`);
const sync = (second: number): string => at(second, `fdatasync(5${wal}) = 0`);
const reply = (second: number): string => at(second, `write(9<socket:[1]>, ${stored}, 99) = 99`);
const seen = (...lines: readonly string[]) => judge(parse(lines.join('\n')));

describe('an acknowledgement', () => {
  test('after a write of the log and its sync is one that lasts', () => {
    expect(seen(write(10), sync(11), reply(12))).toEqual({ acknowledged: 1, synced: 1 });
  });

  test('without any sync is found', () => {
    expect(seen(write(10), reply(12))).toEqual({ acknowledged: 1, synced: 0 });
  });

  test('after a sync that came before the write is found', () => {
    expect(seen(write(10), sync(11), write(12), reply(13))).toMatchObject({ synced: 0 });
  });

  test('while the sync was still going on is found', () => {
    const slow = [
      `8 1700000011.000000 fdatasync(5${wal} <unfinished ...>`,
      `8 1700000013.000000 <... fdatasync resumed>) = 0 <2.000000>`,
    ];
    expect(seen(write(10), ...slow, reply(12))).toEqual({ acknowledged: 1, synced: 0 });
    expect(seen(write(10), ...slow, reply(14))).toEqual({ acknowledged: 1, synced: 1 });
  });

  test('after a sync that failed is found', () => {
    const failed = at(11, `fdatasync(5${wal}) = -1 EIO (Input/output error)`);
    expect(seen(write(10), failed, reply(12))).toEqual({ acknowledged: 1, synced: 0 });
  });

  test('needs a sync of its own: that of the one before does not count', () => {
    expect(seen(write(10), sync(11), reply(12), reply(13))).toEqual({
      acknowledged: 2,
      synced: 1,
    });
  });

  test('of a session counts too, and other replies do not', () => {
    const grant = String.raw`"HTTP/1.1 200 OK\r\n\r\n{\"ask\":true,\"grant\":\"otg_1\"}"`;
    const other = String.raw`"HTTP/1.1 200 OK\r\n\r\n{\"ready\":true}"`;
    const send = (content: string): string => at(12, `write(9<socket:[1]>, ${content}, 9) = 9`);
    expect(seen(send(grant), send(other))).toEqual({ acknowledged: 1, synced: 0 });
  });

  test('counts whoever of several processes wrote and synced', () => {
    const calls = parse([reply(12), write(10), sync(11)].join('\n'));
    expect(judge(calls)).toEqual({ acknowledged: 1, synced: 1 });
  });
});
