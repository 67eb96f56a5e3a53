/**
 * For the control run, preloaded into the service: a disk that is told to save and does nothing, which is what PGlite
 * has without the service's own syncs.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const nothing = (): void => undefined;
fs.fsyncSync = nothing;
fs.fdatasyncSync = nothing;

const file = await fs.promises.open(import.meta.filename);
Object.assign(Object.getPrototypeOf(file) as object, {
  sync: async () => undefined,
  datasync: async () => undefined,
});
await file.close();
syncBuiltinESMExports();
