/** The way to the app around the page. The bridge itself is loaded where there is one. */
import type { Bridge } from './bridge.ts';
import type { HostedSurvey, Inform } from './hosted-survey.ts';
import { findTransport } from './transport.ts';

/** The page's one talk with its app, begun by the first survey that found it. */
let bridge: Promise<Bridge | undefined> | undefined;

/**
 * May be called again: whom the app knows, it knows. What cannot be loaded is tried again by the next survey.
 *
 * @param inform of the response that the survey is about now
 * @returns undefined where there is no app
 */
export async function meet(survey: HostedSurvey, inform?: Inform): Promise<Bridge | undefined> {
  const built = await (bridge ??= build(survey));
  if (built === undefined) bridge = undefined;
  else built.attach(survey, inform);
  return built;
}

async function build(survey: HostedSurvey): Promise<Bridge | undefined> {
  const transport = findTransport(survey.getAttribute('host-origin'));
  if (transport === undefined) return undefined;
  const { bridgeOver } = await import('./bridge.ts').catch(() => ({ bridgeOver: undefined }));
  return bridgeOver?.(transport, survey.explain().version);
}
