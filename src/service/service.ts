/** The service, put together: routes over a database. */
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';

import type { DestinationStream, Logger } from 'pino';

import type { AssociatedApps } from '../backend/association-files.ts';
import type { DestinationKind } from '../protocol/index.ts';
import { alertHandlers } from './alerts/alerts.ts';
import type { AlertOffice } from './alerts/alerts.ts';
import { ALERTS, doTell } from './alerts/telling.ts';
import { alertWatch } from './alerts/watch.ts';
import { askingHandlers } from './asking/asking.ts';
import { optOutHandlers } from './asking/opting-out.ts';
import { loadAssets } from './assets/assets.ts';
import { signingKeyHandlers } from './credentials/signing-keys.ts';
import { tokenHandlers } from './credentials/tokens.ts';
import type { Database } from './database/database.ts';
import { openDatabase } from './database/open.ts';
import type { Pace } from './deliveries/paces.ts';
import { deliveryHandlers } from './deliveries/deliveries.ts';
import { destinationHandlers } from './deliveries/destinations.ts';
import { fanOut } from './deliveries/fan-out.ts';
import { Deliveries } from './deliveries/post-office.ts';
import { doctorHandlers } from './doctor/doctor.ts';
import type { Surroundings } from './doctor/doctor.ts';
import { eventTypeHandlers } from './events/event-types.ts';
import { eventHandlers } from './events/events.ts';
import type { EventListener } from './events/listener.ts';
import { exportHandlers } from './export/exports.ts';
import { fileReadingHandlers } from './files/read-files.ts';
import { fileSendingHandlers } from './files/send-file.ts';
import { hookHandlers } from './hooks/hooks.ts';
import { reconciliation } from './hooks/reconciling.ts';
import { createApp } from './http/app.ts';
import { createLog } from './http/log.ts';
import { mailSender } from './mail/mail-sender.ts';
import type { LogLevel } from './http/log.ts';
import type { PrivateHandlers } from './http/private-call.ts';
import type { PublicHandlers } from './http/public-routes.ts';
import { Traffic } from './http/traffic.ts';
import type { TrafficOptions } from './http/traffic.ts';
import { invitationHandlers } from './invitations/invitations.ts';
import { pageHandlers } from './invitations/page-events.ts';
import { scheduler } from './invitations/scheduler.ts';
import type { InvitationSender } from './invitations/sender.ts';
import { Jobs } from './jobs/jobs.ts';
import { keyHandlers } from './keys/keys.ts';
import { onPageHandlers } from './on-page/on-page.ts';
import { BackgroundWork } from './operation/background-work.ts';
import { Health } from './operation/health.ts';
import { watchInvitations } from './operation/invitation-gauge.ts';
import { createMetrics } from './operation/metrics.ts';
import { Signals } from './operation/signals.ts';
import { earliest, sweep } from './operation/sweep.ts';
import { timedDatabase } from './operation/timed-database.ts';
import { upkeep } from './operation/upkeep.ts';
import { ensureDefaultProject, projectHandlers } from './projects/project.ts';
import { profileHandlers } from './profiles/profiles.ts';
import { quarantineHandlers } from './quarantine/quarantine.ts';
import { outbound } from './push/outbound.ts';
import type { Outbound } from './push/outbound.ts';
import { pushChannelHandlers, pushKeyHandlers } from './push/push-channels.ts';
import { MAILS, PUSHES } from './push/push-jobs.ts';
import { pushService } from './push/push-service.ts';
import { SealedSecrets } from './push/sealed-secrets.ts';
import { readingLinkHandlers } from './reading/reading-links.ts';
import { respondentHandlers } from './respondents/respondents.ts';
import { retentionHandlers } from './respondents/retention.ts';
import { responseHandlers } from './responses/read-responses.ts';
import { submissionHandlers } from './responses/submit-responses.ts';
import { scenarioClock } from './scenarios/clock.ts';
import type { ScenarioOffice } from './scenarios/carry-out.ts';
import { scenarioEntering } from './scenarios/entering.ts';
import { ScenarioVersions } from './scenarios/scenario-versions.ts';
import { scenarioHandlers } from './scenarios/scenarios.ts';
import { sessionHandlers } from './sessions/open-session.ts';
import { surveyHandlers } from './surveys/surveys.ts';
import { VersionCache } from './surveys/version-cache.ts';
import type { World } from './world.ts';

export interface ServiceOptions extends TrafficOptions {
  /** The folder of the embedded database; default `./data`. */
  readonly dataDir?: string | undefined;
  /** `postgres://…`; without it the embedded database is used. */
  readonly databaseUrl?: string | undefined;
  /** An open database, instead of the two above; `close` closes it, and so does a start that fails. */
  readonly database?: Database | undefined;
  /** Acts as a key with every scope in the default project. */
  readonly rootKey?: string | undefined;
  /** The default project's list; without it the list stays as it is. */
  readonly origins?: readonly string[] | undefined;
  /** Where the service is reached from outside: for links, and the OpenAPI document. */
  readonly publicUrl?: string | undefined;
  readonly logLevel?: LogLevel | undefined;
  /** Where log lines go; default: standard output. */
  readonly logTo?: DestinationStream | undefined;
  /** The built widget; default: the one of this package. */
  readonly publicDir?: string | undefined;
  /** The apps that links of this host open. */
  readonly apps?: AssociatedApps | undefined;
  /** Who brings invitations to push services; default: this service. */
  readonly invitationSender?: InvitationSender | undefined;
  /** Seals the credentials of push services in the database; without it they are kept as they are. */
  readonly secretKey?: string | undefined;
  /** Messages a second by one push channel of one project, from this process; default 100. */
  readonly pushesPerSecond?: number | undefined;
  /** How fast destinations are sent to, where one bears more than its vendor's. */
  readonly deliveryPaces?: Partial<Record<DestinationKind, Pace>> | undefined;
  /** `host` or `host:port` of the operator's own that may be called although private, and without TLS. */
  readonly ownHosts?: readonly string[] | undefined;
  /** How push services are called; for tests, whose push services are on this machine. */
  readonly outbound?: Outbound | undefined;
  /** Whether `/metrics` tells about the process as well; default true. */
  readonly processMetrics?: boolean | undefined;
  readonly now?: (() => Date) | undefined;
  readonly randomBytes?: ((length: number) => Uint8Array) | undefined;
}

export interface Service {
  /**
   * Answers one request; never rejects.
   *
   * @param peer the address at the other end of the connection, where there is one
   */
  fetch(request: Request, peer?: string): Promise<Response>;
  readonly log: Logger;
  readonly database: Database;
  /** Forgets what has served its time; once an hour is often enough. */
  upkeep(): Promise<void>;
  /**
   * Sends the invitations whose time has come, reminds, lets end what is over, and lets journeys go on. Every second,
   * and when the next is due, with which it resolves as far as is known.
   */
  tick(): Promise<Date | null>;
  /** Resolves when nothing more is to be sent right now. */
  sent(): Promise<void>;
  /** From here on `/readyz` says no, so that no new traffic comes. */
  beginStop(): void;
  /** Finishes what goes on in the background, flushes, and gives the data folder free. */
  close(): Promise<void>;
}

const DATA_DIR = './data';

/** `dist/public` of this package, from `dist/service` and from `src/service` alike. */
const PUBLIC_DIR = fileURLToPath(new URL('../../dist/public', import.meta.url));

/**
 * Opens the database, makes the default project and mounts every route. It listens nowhere: pass requests
 * to `fetch`, or use `startService`.
 *
 * @throws DatabaseError when the database cannot be opened as it must be
 */
export async function createService(options: ServiceOptions = {}): Promise<Service> {
  const log = createLog(options.logLevel ?? 'info', options.logTo);
  const database =
    options.database ??
    (await openDatabase({
      url: options.databaseUrl,
      dataDir: options.dataDir ?? DATA_DIR,
      logger: log,
    }));
  try {
    return await serviceOn(database, log, options);
  } catch (error) {
    // Else the folder would stay locked by a service that nobody can stop.
    await database.close();
    throw error;
  }
}

async function serviceOn(opened: Database, log: Logger, options: ServiceOptions): Promise<Service> {
  const metrics = createMetrics({ process: options.processMetrics ?? true });
  const background = new BackgroundWork();
  const health = new Health();
  const timed = timedDatabase(opened, metrics);
  const jobs = new Jobs({ database: timed, log });
  const world: World = {
    ...surroundingWorld(options),
    database: jobs.watch(timed),
    log,
    metrics,
    inBackground: (work) => background.add(work),
  };
  watchInvitations(world);
  await ensureDefaultProject(options.origins, world);
  const versions = new VersionCache();
  const secrets = new SealedSecrets(options.secretKey, world);
  const mail = mailSender();
  const { ownHosts: own = [] } = options;
  const pushOffice = { secrets, outbound: options.outbound ?? outbound({ own }), mail, world };
  const alertOffice = { ...pushOffice, jobs };
  const alerts = alertWatch(alertOffice);
  const push = pushService(jobs, pushOffice, {
    versions,
    publicUrl: options.publicUrl,
    perSecond: options.pushesPerSecond,
  });
  const sender = options.invitationSender ?? push.sender;
  const office: Office = { versions, sender, world, publicUrl: options.publicUrl };
  const invitations = scheduler(office, world);
  const scenarioOffice: ScenarioOffice = { ...office, scenarios: new ScenarioVersions() };
  const listeners = [scenarioEntering(scenarioOffice)];
  const scenarios = scenarioClock(scenarioOffice);
  const { deliveryPaces: paces, publicUrl } = options;
  const deliveries = new Deliveries({ ...pushOffice, versions, publicUrl, listeners, paces });
  const clocks = [reconciliation(world), ...scenarios, invitations, fanOut(world)];
  const app = createApp(
    {
      ...handlers(surroundingsOf(options, opened), { ...office, listeners }, alertOffice),
      hooks: { secrets, listeners, world },
      health,
      assets: await loadAssets(options.publicDir ?? PUBLIC_DIR, log),
      rootKey: options.rootKey,
      publicUrl: options.publicUrl,
      apps: options.apps,
      traffic: new Traffic(options, world),
      versions,
    },
    world,
  );
  await jobs.start([PUSHES, MAILS, ALERTS]);
  push.work();
  await deliveries.start();
  jobs.work(ALERTS, (job) => doTell(job, alertOffice));
  return {
    fetch: async (request, peer) => app.fetch(request, { peer }),
    log,
    database: world.database,
    upkeep: () => upkeep(world),
    tick: () => tick(clocks, { deliveries, alerts, jobs, world }),
    sent: async () => {
      await jobs.idle();
      await deliveries.idle();
    },
    beginStop: () => health.beginStop(),
    close: async () => {
      health.beginStop();
      await deliveries.stop();
      await background.settled();
      await jobs.stop();
      push.close();
      mail.close();
      await opened.close();
    },
  };
}

/** What each may make due for the next comes first. */
async function tick(
  due: Parameters<typeof sweep>[0],
  { deliveries, alerts, jobs, world }: Clockwork,
): Promise<Date | null> {
  const next = await sweep(due);
  const { next: nextDelivery } = await deliveries.run();
  await world.signals.flush(world);
  await alerts.run();
  await jobs.upkeep();
  return earliest(next, nextDelivery);
}

interface Clockwork {
  readonly deliveries: Deliveries;
  readonly alerts: ReturnType<typeof alertWatch>;
  readonly jobs: Jobs;
  readonly world: World;
}

function surroundingWorld({
  now = () => new Date(),
  randomBytes: random = randomBytes,
}: ServiceOptions): Pick<World, 'now' | 'randomBytes' | 'signals'> {
  return { now, randomBytes: random, signals: new Signals({ now }) };
}

function surroundingsOf(
  { dataDir, databaseUrl, database, publicDir, publicUrl, trustedProxies }: ServiceOptions,
  { kind }: Database,
): Surroundings {
  const isInFolder = kind === 'pglite' && database === undefined && databaseUrl === undefined;
  return {
    dataDir: isInFolder ? (dataDir ?? DATA_DIR) : undefined,
    publicDir: publicDir ?? PUBLIC_DIR,
    publicUrl,
    trustedProxies: trustedProxies ?? [],
  };
}

/** What the parts that know invitations share. */
interface Office {
  readonly versions: VersionCache;
  readonly sender: InvitationSender;
  readonly world: World;
  readonly publicUrl: string | undefined;
}

function handlers(
  surroundings: Surroundings,
  office: Office & { readonly listeners: readonly EventListener[] },
  alerting: AlertOffice,
): {
  readonly privateHandlers: PrivateHandlers;
  readonly publicHandlers: PublicHandlers;
} {
  const { versions, sender, world, publicUrl, listeners } = office;
  const publicOrigin = publicUrl === undefined ? null : new URL(publicUrl).origin;
  return {
    privateHandlers: {
      ...surveyHandlers(world),
      ...tokenHandlers(world),
      ...responseHandlers(),
      ...quarantineHandlers(versions, sender, world),
      ...eventHandlers(world, listeners),
      ...hookHandlers({ ...alerting, publicUrl }),
      ...destinationHandlers(alerting),
      ...deliveryHandlers(world),
      ...scenarioHandlers(world, versions),
      ...askingHandlers(world),
      ...eventTypeHandlers(world),
      ...profileHandlers(world),
      ...invitationHandlers(office, publicUrl),
      ...fileReadingHandlers(world),
      ...exportHandlers(world),
      ...readingLinkHandlers(world, publicUrl),
      ...respondentHandlers(world),
      ...retentionHandlers(),
      ...keyHandlers(world),
      ...signingKeyHandlers(world),
      ...projectHandlers(),
      ...pushChannelHandlers(alerting),
      ...onPageHandlers(world),
      ...alertHandlers(alerting),
      ...doctorHandlers(surroundings, world),
    },
    publicHandlers: {
      ...sessionHandlers({ versions, sender, world, publicOrigin }),
      ...submissionHandlers(versions, sender, world),
      ...pageHandlers({ sender, publicOrigin, listeners, world }),
      ...optOutHandlers({ publicOrigin, world }),
      ...fileSendingHandlers(versions, world),
      ...pushKeyHandlers(world),
    },
  };
}
