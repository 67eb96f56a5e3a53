/** Whether somebody who comes by themselves is asked now, by the project's policies. */
import type { NotAskedReason, SuppressionReason } from '../../protocol/index.ts';
import { readPolicies, readVerdicts } from '../asking/permissions.ts';
import { takePlaces } from '../asking/quotas.ts';
import type { World } from '../world.ts';
import { responseAskedFor } from './entry.ts';
import type { Visit } from './entry.ts';

/**
 * Null: is asked, and has a place where there are only so many. Whoever has begun goes on, and whoever was invited was
 * judged when the invitation was sent.
 */
export async function reasonNotToAsk(visit: Visit, world: World): Promise<NotAskedReason | null> {
  const { bearer, survey, situation } = visit;
  if (!situation.limited || situation.granted !== null || situation.asked !== null) return null;
  const { database, log, now } = world;
  const { iss: project, vars: variables = {} } = bearer;
  const response = responseAskedFor(visit);
  // Of somebody without a name nothing is known from other visits.
  const about = { respondent: bearer.sub ?? response, survey, variables };
  const verdict = (await readVerdicts(project, [about], now(), database.db))(about);
  if (!verdict.ask) {
    log.debug({ project, respondent: bearer.sub, ...verdict }, 'somebody is not asked');
    return AS_TOLD[verdict.reason ?? 'fatigue'] ?? 'fatigue';
  }
  const { quotas = [] } = (await readPolicies(project, database.db)).ofSurvey(survey);
  if (quotas.length === 0) return null;
  const limit = { project, survey, quotas };
  const full = await database.write((trx) =>
    takePlaces(limit, { response, variables }, now(), trx),
  );
  return full.length === 0 ? null : 'quota';
}

const AS_TOLD: Partial<Record<SuppressionReason, NotAskedReason>> = {
  quota: 'quota',
  survey_closed: 'closed',
};
