/**
 * A service in a process of its own, to be killed: `node delivering-service.ts <data folder>`. It calls this machine, at any
 * pace, and prints its port.
 */
import { writeSync } from 'node:fs';

import { startService } from '../listen.ts';
import { outbound } from '../push/outbound.ts';
import { ROOT_KEY, SHOP } from './service.ts';

const [dataDir = ''] = process.argv.slice(2);
const FAST = { perSecond: 1000, burst: 1000, atOnce: 4 };

const service = await startService({
  dataDir,
  port: 0,
  hostname: '127.0.0.1',
  rootKey: ROOT_KEY,
  origins: [SHOP],
  logLevel: 'silent',
  publicDir: '/nowhere',
  outbound: outbound({ isOpen: true }),
  deliveryPaces: { webhook: FAST, amocrm: { ...FAST, atOnce: 1 } },
});
writeSync(1, `${service.port}\n`);
