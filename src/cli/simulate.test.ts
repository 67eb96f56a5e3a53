import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { Simulation } from '../protocol/index.ts';

import { otklikWith } from './testing/command.ts';

const examples = join(import.meta.dirname, '../../examples/scenarios');
const scenario = join(examples, 'delivery.json');
const history = join(examples, 'delivery.history.ndjson');
const folder = mkdtempSync(join(tmpdir(), 'otklik-simulate-'));
afterAll(() => rmSync(folder, { recursive: true }));

const simulate = (...args: string[]) =>
  otklikWith(() => {
    throw new Error('no service is needed');
  }, ['simulate', ...args]);

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('otklik simulate', () => {
  it('prints who is asked when, by what, and who is not', async () => {
    const { exitCode, stdout } = await simulate(scenario, history);
    expect(exitCode).toBe(0);
    const squeezed = stdout.replaceAll(/ {2,}/g, ' ');
    expect(squeezed).toContain(
      '2026-10-27 10:00 Europe/Berlin ann A-1 product invited Invited to srv_product by push, link.',
    );
    expect(squeezed).toContain('ben A-3 week left Left because of order.returned.');
    expect(squeezed).toContain('zoe – – notEntered The condition of "on" does not hold.');
    expect(stdout).toMatch(/\n7 invitations\n$/);
  });

  it('prints one person, until a time, as JSON', async () => {
    const args = ['--respondent', 'ann', '--until', '2026-10-20', '--json'];
    const { stdout } = await simulate(scenario, history, ...args);
    const { timeline } = Simulation.parse(JSON.parse(stdout));
    expect(timeline.map(({ respondent, what }) => `${respondent} ${what}`)).toEqual([
      'ann entered',
      'ann invited',
      'ann completed',
      'ann waiting',
    ]);
  });

  it('names the place of each mistake in the scenario', async () => {
    const bad = file(
      'bad.json',
      '{\n"id": "scn_a", "title": "A", "on": {"event": "a"},\n"timezone": "UTC",\n"steps": [{"id": "a", "type": "end", "goTo": "b"}]}',
    );
    const { exitCode, stderr } = await simulate(bad, history);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${bad}:4:`);
    const empty = file(
      'empty.json',
      '{"id": "scn_a", "title": "A", "on": {"event": "a"}, "timezone": "UTC", "steps": [{"id": "a", "type": "end"}]}',
    );
    expect((await simulate(empty, history)).stderr).toContain('Nobody is asked anything');
  });

  it('names the line of each mistake in the history', async () => {
    const lines = file(
      'bad.ndjson',
      '\n{"at":"2026-10-19T12:00:00.000Z","respondent":"a","event":"Order"}\n{nonsense\n',
    );
    const { exitCode, stderr } = await simulate(scenario, lines);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${lines}:2:`);
    expect(stderr).toContain(`${lines}:3:`);
    expect((await simulate(scenario, join(folder, 'none'))).stderr).toContain('cannot be read');
  });
});
