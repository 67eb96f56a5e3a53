/** Puts a survey into the page. Fetched, like the widget itself, when there is something to ask. */
import type { OnPageRule } from '../protocol/on-page.ts';
import type { OtklikSurvey } from '../widget/otklik-survey.ts';
import type { Properties } from './happening.ts';
import type { Outcome } from './lookout.ts';

/** Unless the rule says otherwise. */
const PAUSE_DAYS = 30;
/** What the service has refused is not asked for again, that long. */
const REFUSED_DAYS = 1;

/**
 * @param dataset the script tag's: where tokens come from, and how surveys look
 */
export function ask(
  dataset: DOMStringMap,
  rule: OnPageRule,
  values: Properties,
  left: AbortSignal,
): Promise<Outcome> {
  const element = elementFor(dataset, rule);
  element.context = { ...values };
  // Nobody has asked for it: what goes wrong before it is there is no respondent's concern.
  element.addEventListener('otklik-error', (event) => {
    if (!element.open) event.preventDefault();
  });
  return new Promise((resolve) => {
    const end = (outcome: Outcome): void => {
      if (outcome.rest !== 'asked') element.remove();
      resolve(outcome);
    };
    // What is taken away while it waits would never say how it ended.
    const leave = (): void => {
      element.remove();
      resolve(FAILED);
    };
    if (left.aborted) return leave();
    left.addEventListener('abort', leave);
    // A page that is still on its way may have no body.
    (document.body ?? document.documentElement).append(element);
    void element.ready.then((step) => {
      if (step === 'not-asked') end({ rest: step, pauseDays: REFUSED_DAYS });
      else if (!element.open) end(FAILED);
      else end({ rest: 'asked', pauseDays: rule.pauseDays ?? PAUSE_DAYS });
    });
  });
}

const FAILED: Outcome = { rest: 'failed', pauseDays: 0 };

function elementFor(dataset: DOMStringMap, rule: OnPageRule): OtklikSurvey {
  const element = document.createElement('otklik-survey') as OtklikSurvey;
  const { tokenUrl, lang, theme, preset, font } = dataset;
  const { survey, display, position } = rule;
  const attributes = {
    'token-url': tokenUrl,
    lang,
    theme,
    preset,
    font,
    survey,
    display,
    position,
  };
  for (const [name, value] of Object.entries(attributes)) {
    if (value) element.setAttribute(name, value);
  }
  return element;
}
