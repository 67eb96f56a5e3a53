/** The survey service: `startService` listens on a port, `createService` answers requests without one. */
export { DatabaseError, DatabaseUnavailable } from './database/errors.ts';
export { startService } from './listen.ts';
export type { ListenOptions, RunningService } from './listen.ts';
export { createService } from './service.ts';
export type { Service, ServiceOptions } from './service.ts';
export { readSettings, SettingsError } from './settings.ts';
export type { Settings } from './settings.ts';
