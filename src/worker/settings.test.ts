import { describe, expect, it } from 'vitest';

import { settingsOf } from './settings.ts';

const location = new URL('https://shop.example/worker.js') as unknown as WorkerLocation;

describe('the endpoint', () => {
  it.each([
    [
      'Chromium',
      'Error\n    at u (https://ask.example/otklik-sw.js:1:99)\n    at https://shop.example/worker.js:1:1',
    ],
    ['Firefox', 'u@https://ask.example/otklik-sw.js?v=2:1:99\n@https://shop.example/worker.js:1:1'],
    ['Safari', 'u@https://ask.example/otklik-sw.js\nglobal code@https://shop.example/worker.js'],
  ])('is where the script came from, as %s tells', (_engine, stack) => {
    expect(settingsOf({ location }, stack)).toEqual({ endpoint: 'https://ask.example' });
  });

  it('may lie beneath a path', () => {
    const stack = '@https://shop.example/ask/otklik-sw.js:1:1';
    expect(settingsOf({ location }, stack).endpoint).toBe('https://shop.example/ask');
  });

  it('is what the customer has set, relative to the worker', () => {
    const otklik = { endpoint: '/ask/', icon: '/icon.png' };
    expect(settingsOf({ location, otklik }, '')).toEqual({
      endpoint: 'https://shop.example/ask',
      icon: '/icon.png',
    });
  });

  it('is the own origin where nothing else is known', () => {
    expect(settingsOf({ location }, 'native code').endpoint).toBe('https://shop.example');
  });
});
