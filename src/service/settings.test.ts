import { describe, expect, it } from 'vitest';

import { readSettings, SettingsError } from './settings.ts';

describe('settings', () => {
  it('have defaults for everything', () => {
    expect(readSettings({ PATH: '/bin' })).toEqual({
      port: 8787,
      dataDir: './data',
      logLevel: 'info',
      databaseUrl: undefined,
      rootKey: undefined,
      origins: undefined,
      publicUrl: undefined,
      trustedProxies: [],
      ownHosts: [],
      rates: {},
      drainMs: 0,
    });
  });

  it('are taken from the environment', () => {
    expect(
      readSettings({
        OTKLIK_PORT: '0',
        OTKLIK_DATA_DIR: '/srv/otklik',
        OTKLIK_DATABASE_URL: 'postgres://u:p@db:5432/otklik',
        OTKLIK_ROOT_KEY: `otk_${'a'.repeat(20)}`,
        OTKLIK_ORIGINS: 'https://a.example, http://localhost:8788',
        OTKLIK_PUBLIC_URL: 'https://surveys.example',
        OTKLIK_LOG_LEVEL: 'warn',
        OTKLIK_TRUSTED_PROXIES: '10.0.0.0/8, 2001:db8::7',
        OTKLIK_RATE_LIMITS: 'address=5/50, project=200/1000',
        OTKLIK_DRAIN_SECONDS: '5',
        OTKLIK_PUSHES_PER_SECOND: '25',
      }),
    ).toMatchObject({
      port: 0,
      origins: ['https://a.example', 'http://localhost:8788'],
      trustedProxies: ['10.0.0.0/8', '2001:db8::7'],
      rates: { address: { perSecond: 5, burst: 50 }, project: { perSecond: 200, burst: 1000 } },
      drainMs: 5000,
      pushesPerSecond: 25,
    });
    expect(readSettings({ OTKLIK_RATE_LIMITS: 'off' }).rates).toBe('off');
  });

  it('that list no origins are told from settings that say nothing about them', () => {
    expect(readSettings({ OTKLIK_ORIGINS: '' }).origins).toEqual([]);
    expect(readSettings({}).origins).toBeUndefined();
  });

  it('that cannot be used are named all at once, without their values', () => {
    const secret = 'hunter2';
    const read = () =>
      readSettings({
        OTKLIK_PORT: '99999',
        OTKLIK_ROOT_KEY: secret,
        OTKLIK_DATABASE_URL: 'mysql://db',
        OTKLIK_ORIGINS: 'https://ok.example,https://shop.example/path,*',
        OTKLIK_LOG_LEVEL: 'loud',
        OTKLIK_TRUSTED_PROXIES: '10.0.0.0/99',
        OTKLIK_RATE_LIMITS: 'address=0/5',
        OTKLIK_DRAIN_SECONDS: 'soon',
        OTKLIK_PUSHES_PER_SECOND: '0',
      });
    expect(read).toThrow(SettingsError);
    try {
      read();
    } catch (error) {
      const { problems, message } = error as SettingsError;
      expect(problems.map((problem) => problem.split(/[ :]/)[0])).toEqual([
        'OTKLIK_PORT',
        'OTKLIK_DATABASE_URL',
        'OTKLIK_ROOT_KEY',
        'OTKLIK_TRUSTED_PROXIES',
        'OTKLIK_RATE_LIMITS',
        'OTKLIK_DRAIN_SECONDS',
        'OTKLIK_PUSHES_PER_SECOND',
        'OTKLIK_LOG_LEVEL',
        'OTKLIK_ORIGINS',
        'OTKLIK_ORIGINS',
      ]);
      expect(message).not.toContain(secret);
    }
  });
});
