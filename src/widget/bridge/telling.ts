/** Tells the app what the page is told by the element's events, in the same words. */
import type { SurveyEvent } from '../events.ts';
import type { Channel, Saying } from './channel.ts';
import type { HostedSurvey } from './hosted-survey.ts';

/** By event, the fields that travel beside survey and response. `token-needed` is a request of its own. */
const FIELDS = {
  shown: [],
  answered: ['screen', 'answers'],
  completed: [],
  dismissed: ['isAnswered', 'isPostponed'],
  delivery: ['delivery', 'storage'],
  error: ['code', 'problem'],
} as const;

export function telling(survey: HostedSurvey, channel: Channel): void {
  for (const [type, fields] of Object.entries(FIELDS)) {
    survey.addEventListener(`otklik-${type}`, (event) => {
      const { survey: id, responseId, ...others } = event as SurveyEvent & Record<string, unknown>;
      const told = fields.map((name) => [name, others[name]] as const);
      // Names and fields belong together by the table above.
      const saying = { type, survey: id, responseId, ...Object.fromEntries(told) } as Saying;
      // A page that keeps the survey from being shown has the last word.
      if (type !== 'shown') channel.say(saying);
      else queueMicrotask(() => event.defaultPrevented || channel.say(saying));
    });
  }
}
