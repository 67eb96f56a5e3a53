import type { Migration } from 'kysely/migration';
import * as initial from './0001-initial.ts';
import * as files from './0002-files.ts';
import * as quarantineRepair from './0003-quarantine-repair.ts';
import * as invitations from './0004-invitations.ts';
import * as sending from './0005-sending.ts';
import * as events from './0006-events.ts';
import * as onPage from './0010-on-page.ts';
import * as alerts from './0011-alerts.ts';
import * as scenarios from './0012-scenarios.ts';
import * as asking from './0013-asking.ts';
import * as sources from './0014-sources.ts';
import * as deliveries from './0015-deliveries.ts';
import * as readingLinks from './0016-reading-links.ts';
import * as crmHooks from './0017-crm-hooks.ts';
import * as retention from './0018-retention.ts';

/** In the order of their names. What has been released is never edited: add the next one. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-initial': initial,
  '0002-files': files,
  '0003-quarantine-repair': quarantineRepair,
  '0004-invitations': invitations,
  '0005-sending': sending,
  '0006-events': events,
  '0010-on-page': onPage,
  '0011-alerts': alerts,
  '0012-scenarios': scenarios,
  '0013-asking': asking,
  '0014-sources': sources,
  '0015-deliveries': deliveries,
  '0016-reading-links': readingLinks,
  '0017-crm-hooks': crmHooks,
  '0018-retention': retention,
};
