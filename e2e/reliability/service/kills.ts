/** The service is killed, again and again, while people answer. */
import { seeded } from '../seeded.ts';
import type { Finding, Trial, TrialOptions } from '../trial.ts';
import { Respondents, spread } from './respondents.ts';
import { onStage } from './stage.ts';
import type { DatabaseKind } from './stage.ts';

const AT_ONCE = 24;

export const serviceKills: Trial = {
  name: 'service-kills',
  promise: 'A service that is killed has stored what it has acknowledged, once, and is soon back.',
  run: async (options) => [await killed('PGlite', options), await killed('PostgreSQL', options)],
};

async function killed(
  database: DatabaseKind,
  { scale, seed, log }: TrialOptions,
): Promise<Finding> {
  const times = scale === 'full' ? 100 : 3;
  return onStage({ database }, async (stage) => {
    const { service } = stage;
    const chance = seeded(seed).branch(`service-kills ${database}`);
    const respondents = new Respondents(stage, { chance });
    const coming = respondents.keepComing(AT_ONCE);
    const back: number[] = [];
    for (let time = 0; time < times; time += 1) {
      await respondents.acknowledgedMore(chance.between(1, 200));
      await service.kill();
      const start = performance.now();
      await service.start();
      await respondents.acknowledgedMore(1);
      back.push(performance.now() - start);
    }
    respondents.over();
    await coming;
    const { figures, isKept } = await respondents.verdict(log);
    return {
      what: `${database}: the service killed ${times} times while ${AT_ONCE} people answer`,
      figures: `${figures}; ${respondents.acknowledged} revisions acknowledged; first acknowledgement after a restart: ${spread(back, 'ms')}`,
      isKept,
    };
  });
}
