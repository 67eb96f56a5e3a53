import { describe, expect, it } from 'vitest';

import { disablePush, enablePush } from './enable-push.ts';
import type { PushWish, PushWorld } from './enable-push.ts';
import { keyBytes } from './server-key.ts';

const KEY =
  'BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs';
const OTHER_KEY = KEY.replace('BA1', 'BA2');
const TOKEN = `h.${btoa(JSON.stringify({ iss: 'prj_shop', sub: 'ann' }))}.s`;

interface Subscription {
  readonly endpoint: string;
  readonly options: { readonly applicationServerKey: ArrayBuffer };
  toJSON(): object;
  unsubscribe(): Promise<boolean>;
}

/** A browser with a service worker, what it was asked in order, and a service that answers. */
function browser({
  permission = 'granted',
  subscribedWith,
  publicKey = KEY,
  answer = () => Response.json({}),
  isActive = true,
}: {
  readonly permission?: NotificationPermission;
  readonly subscribedWith?: string;
  readonly publicKey?: string | null;
  readonly answer?: () => Response;
  readonly isActive?: boolean;
} = {}) {
  const steps: string[] = [];
  const told: object[] = [];
  let held = subscribedWith === undefined ? null : subscriptionBy('old', subscribedWith);

  function subscriptionBy(name: string, key: string): Subscription {
    const endpoint = `https://push.example/${name}`;
    return {
      endpoint,
      options: { applicationServerKey: keyBytes(key).buffer },
      toJSON: () => ({ endpoint, keys: {} }),
      unsubscribe: async () => {
        steps.push(`unsubscribe ${name}`);
        held = null;
        return true;
      },
    };
  }

  const pushManager = {
    getSubscription: async () => held,
    subscribe: async ({ applicationServerKey }: { applicationServerKey: Uint8Array }) => {
      steps.push('subscribe');
      held = subscriptionBy('new', Buffer.from(applicationServerKey).toString('base64url'));
      return held;
    },
  };
  const registration = { active: isActive ? {} : null, pushManager };
  const workers = {
    register: async (address: string) => {
      steps.push(`register ${address}`);
      return registration;
    },
    ready: Promise.resolve({ active: {}, pushManager }),
    getRegistration: async () => registration,
  };
  const fetch = async (url: string, { body }: { body: string }): Promise<Response> => {
    const { pathname } = new URL(url);
    steps.push(pathname);
    if (pathname === '/v1/push-key') return Response.json({ publicKey });
    told.push(JSON.parse(body) as object);
    return answer();
  };
  const requestPermission = async () => {
    steps.push('permission');
    return permission;
  };
  const world = { fetch, notification: { requestPermission }, workers } as unknown as PushWorld;
  const wish: PushWish = {
    endpoint: 'https://ask.example/',
    getToken: async () => {
      steps.push('token');
      return TOKEN;
    },
  };
  return { world, wish, steps, told, registration };
}

const addressOf = (name: string) => ({
  token: TOKEN,
  address: {
    channel: 'web-push',
    subscription: { endpoint: `https://push.example/${name}`, keys: {} },
  },
});

describe('a page that asks for notifications', () => {
  it('asks the visitor before it waits for anything, and then tells the service', async () => {
    const { world, wish, steps, told } = browser();
    expect(await enablePush(wish, world)).toBe('enabled');
    expect(steps).toEqual([
      'permission',
      'register /otklik-sw.js',
      'token',
      '/v1/push-key',
      'subscribe',
      '/v1/push-subscriptions',
    ]);
    expect(told).toEqual([addressOf('new')]);
  });

  it('at a later visit keeps the subscription, and hands the device to who is signed in now', async () => {
    const { world, wish, steps, told } = browser({ subscribedWith: KEY });
    expect(await enablePush(wish, world)).toBe('enabled');
    expect(steps).not.toContain('subscribe');
    expect(told).toEqual([addressOf('old')]);
  });

  it('replaces a subscription that was made with another key', async () => {
    const { world, wish, steps, told } = browser({ subscribedWith: OTHER_KEY });
    await enablePush(wish, world);
    expect(steps.slice(-3)).toEqual(['unsubscribe old', 'subscribe', '/v1/push-subscriptions']);
    expect(told).toEqual([addressOf('new')]);
  });

  it('waits for a worker that is not at work yet, and takes one that the site has', async () => {
    expect(await enablePush(...given(browser({ isActive: false })))).toBe('enabled');
    const { world, wish, steps, registration } = browser();
    const worker = registration as unknown as ServiceWorkerRegistration;
    expect(await enablePush({ ...wish, worker }, world)).toBe('enabled');
    expect(steps.join()).not.toContain('register');
  });

  it.each([
    ['denied', 'denied'],
    ['default', 'undecided'],
  ] as const)('takes a "%s" for an answer: %s', async (permission, state) => {
    const { world, wish, steps } = browser({ permission });
    expect(await enablePush(wish, world)).toBe(state);
    expect(steps).toEqual(['permission']);
  });

  it('says where there is no web push, without asking anybody', async () => {
    const { world, wish, steps } = browser();
    expect(await enablePush(wish, { ...world, workers: undefined })).toBe('unsupported');
    expect(await enablePush(wish, { ...world, notification: undefined })).toBe('unsupported');
    expect(steps).toEqual([]);
    const worker = { active: {} } as ServiceWorkerRegistration;
    expect(await enablePush({ ...wish, worker }, world)).toBe('unsupported');
  });

  it('says where the project has not set it up, and subscribes nowhere', async () => {
    const { world, wish, steps } = browser({ publicKey: null });
    expect(await enablePush(wish, world)).toBe('unavailable');
    expect(steps).not.toContain('subscribe');
  });

  it('hears from the service why it does not take the device', async () => {
    const refused = { code: 'token_expired', title: 'The token has expired.' };
    const answer = () => Response.json(refused, { status: 401 });
    await expect(enablePush(...given(browser({ answer })))).rejects.toMatchObject({
      code: 'token_expired',
    });
    const stranger = () => new Response('Welcome to our hotel');
    await expect(enablePush(...given(browser({ answer: stranger })))).rejects.toMatchObject({
      code: 'reply_unreadable',
    });
  });
});

describe('a page that takes it back', () => {
  it('ends the subscription first, and tells the service of it', async () => {
    const { world, wish, steps, told } = browser({ subscribedWith: KEY });
    await disablePush(wish, world);
    expect(steps).toEqual(['unsubscribe old', 'token', '/v1/push-subscriptions/remove']);
    expect(told).toEqual([addressOf('old')]);
  });

  it('has nothing more sent although the service cannot be told', async () => {
    const offline = browser({
      subscribedWith: KEY,
      answer: () => {
        throw new TypeError('offline');
      },
    });
    await expect(disablePush(...given(offline))).rejects.toMatchObject({ code: 'network' });
    expect(offline.steps).toContain('unsubscribe old');
  });

  it('does nothing where nothing is', async () => {
    const { world, wish, steps } = browser();
    await disablePush(wish, world);
    expect(steps).toEqual([]);
  });
});

function given({ wish, world }: ReturnType<typeof browser>): [PushWish, PushWorld] {
  return [wish, world];
}
