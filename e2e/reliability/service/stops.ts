/** The service is told to stop while requests are under way. */
import { setTimeout as pass } from 'node:timers/promises';

import { seeded } from '../seeded.ts';
import type { Trial } from '../trial.ts';
import { Respondents, SCREENS, spread } from './respondents.ts';
import { onStage } from './stage.ts';

const AT_ONCE = 100;

export const serviceStops: Trial = {
  name: 'service-stops',
  promise: 'A service that is stopped answers what is under way, or has not stored it.',
  run: async ({ scale, seed, log }) => {
    const times = scale === 'full' ? 30 : 3;
    const chance = seeded(seed).branch('service-stops');
    const settings = { OTKLIK_LOG_LEVEL: 'info' };
    const finding = await onStage({ settings }, async (stage) => {
      const { service } = stage;
      const respondents = new Respondents(stage, { chance });
      const took: number[] = [];
      let underWay = 0;
      let sentAgain = 0;
      for (let time = 0; time < times; time += 1) {
        const people = await Promise.all(
          Array.from({ length: AT_ONCE }, () => respondents.newcomer()),
        );
        for (let screen = 0; screen < SCREENS; screen += 1) {
          await Promise.all(people.map(({ answer }) => answer()));
        }
        const before = respondents.acknowledged;
        for (const { device } of people) void device.send();
        await pass(chance.between(0, 150));
        underWay += before + AT_ONCE - respondents.acknowledged;
        const start = performance.now();
        await service.stop();
        took.push(performance.now() - start);
        sentAgain += before + AT_ONCE - respondents.acknowledged;
        await service.start();
        await Promise.all(
          people.map(async ({ device, visit }) => {
            void device.send();
            await visit.received();
          }),
        );
      }
      const stopped = service.output().split('the service has stopped').length - 1;
      const { figures, isKept } = await respondents.verdict(log);
      return {
        what: `SIGTERM ${times} times while ${AT_ONCE} requests run`,
        figures: `${figures}; ${underWay} requests under way at the signal, ${underWay - sentAgain} of them answered and ${sentAgain} sent again; ${stopped} stops finished (${spread(took, 'ms')})`,
        isKept: isKept && stopped === times && underWay > 0,
      };
    });
    return [finding];
  },
};
