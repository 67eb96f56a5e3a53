/** Those who come by a token alone. Who come at the same time are read about, and written down, together. */
import type { SessionReply } from '../../protocol/index.ts';
import type { GenuineToken } from '../credentials/survey-token.ts';
import { gathered } from '../database/gathered.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { World } from '../world.ts';
import { decide, notAsked } from './decision.ts';
import type { Decision } from './decision.ts';
import { enter } from './entry.ts';
import type { Application, Visit } from './entry.ts';
import { reasonNotToAsk } from './limits.ts';
import { recordSessions, sessionRow } from './record-session.ts';
import type { GrantRow, Opened } from './record-session.ts';
import { readSituations } from './situation.ts';
import type { Situation } from './situation.ts';

export interface TokenApplication extends Application {
  readonly token: GenuineToken;
}

export class Admission {
  readonly #versions: VersionCache;
  readonly #world: World;
  readonly #situationOf: (project: string, of: Application) => Promise<Situation | undefined>;
  readonly #record: (project: string, opened: Opened) => Promise<boolean>;

  constructor(versions: VersionCache, world: World) {
    const { db } = world.database;
    this.#versions = versions;
    this.#world = world;
    this.#situationOf = gathered((project, group) => readSituations(project, group, db, world));
    this.#record = gathered((_project, group) => recordSessions(group, world));
  }

  async admit(application: TokenApplication): Promise<SessionReply> {
    const { iss: project } = application.bearer;
    const visit = enter(application, await this.#situationOf(project, application));
    const { reply, grant } = await this.#decide(visit);
    if (await this.#hold(visit, application.token, grant)) return reply;
    // Another request has used the token between the two statements, and has committed it by now.
    return await this.admit(application);
  }

  async #decide(visit: Visit): Promise<Decision> {
    const { db } = this.#world.database;
    const decision = await decide(visit, this.#versions, db, this.#world);
    if (!decision.reply.ask || decision.earlier !== undefined) return decision;
    const reason = await reasonNotToAsk(visit, this.#world);
    return reason === null ? decision : notAsked(reason);
  }

  async #hold(visit: Visit, token: GenuineToken, grant: GrantRow | null): Promise<boolean> {
    const { database, now } = this.#world;
    if (visit.situation.used === null) {
      const session = sessionRow(visit, token, now());
      return await this.#record(visit.bearer.iss, { session, grant });
    }
    if (grant === null) await database.settle();
    else await database.writeStatement((db) => db.insertInto('response_grants').values(grant));
    return true;
  }
}
