import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findEngines } from './find-engines.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'otklik-engines-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A program that does what every program can: tell its version. */
function program(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, '#!/bin/sh\necho 1.0\n', { mode: 0o755 });
  return path;
}

function webKit(): Record<string, string> {
  return {
    WEBKIT_DRIVER: program('driver'),
    WEBKIT_BROWSER: program('MiniBrowser'),
    WEBVIEW_PYTHON: program('python3'),
  };
}

function desktop(): Record<string, string> {
  return { DBUS_BIN: program('dbus-daemon'), DESKTOP_PYTHON_BIN: program('python3') };
}

test('engines that are there are named, and nothing is installed', () => {
  const installed: string[] = [];
  const FIREFOX_BIN = program('firefox');
  const paths = { ...webKit(), ...desktop() };
  const XVFB_BIN = program('Xvfb');
  const install = (packages: readonly string[]): boolean => installed.push(...packages) > 0;
  const found = findEngines({ PATH: folder, ...paths }, undefined, install);
  expect(found).toEqual({ FIREFOX_BIN, XVFB_BIN, ...paths });
  expect(installed).toEqual([]);
});

test('what is missing is installed, and found then', () => {
  const installed: string[] = [];
  const found = findEngines({ PATH: folder, ...webKit(), ...desktop() }, undefined, (packages) => {
    installed.push(...packages);
    program('firefox-esr');
    program('Xvfb');
    return true;
  });
  expect(installed).toEqual(['firefox-esr', 'webkit2gtk-driver', 'xvfb']);
  expect(Object.keys(found)).toContain('FIREFOX_BIN');
  expect(Object.keys(found)).toContain('WEBKIT_DRIVER');
});

test('an engine that lacks a part is not named, and one line says what it takes', () => {
  const lines: string[] = [];
  program('firefox');
  const found = findEngines(
    { PATH: folder, ...webKit(), ...desktop() },
    (line) => lines.push(line),
    () => false,
  );
  expect(Object.keys(found)).toEqual([
    'FIREFOX_BIN',
    'WEBVIEW_PYTHON',
    'DBUS_BIN',
    'DESKTOP_PYTHON_BIN',
  ]);
  expect(lines).toEqual([
    'No WebKitGTK, so its tests do not run. On Debian: apt-get install webkit2gtk-driver xvfb',
  ]);
});

test('a desktop for notifications is installed where its bus is missing', () => {
  const installed: string[] = [];
  program('firefox');
  program('Xvfb');
  const found = findEngines({ PATH: folder, ...webKit() }, undefined, (packages) => {
    installed.push(...packages);
    return false;
  });
  expect(installed).toEqual(['dbus', 'python3-gi', 'libnotify4']);
  expect(Object.keys(found)).not.toContain('DBUS_BIN');
});
