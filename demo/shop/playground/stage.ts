/** The page in the frame: the survey as the playground wants it, and what it tells. */
import type { OtklikSurvey } from 'otklik';

import { find } from './find.ts';
import type { Hello, Play, Said } from './messages.ts';

const place = find('#place');
let survey: OtklikSurvey | undefined;
let playing = '';

for (const name of ['shown', 'answered', 'completed', 'dismissed', 'error'] as const) {
  document.addEventListener(`otklik-${name}`, (event) => {
    const { screen, code, problem, answers } = event as unknown as Record<string, unknown>;
    say({ kind: 'event', name: `otklik-${name}`, data: { screen, code, problem, answers } });
  });
}

addEventListener('message', ({ data, origin, source }: MessageEvent<Play | Hello>) => {
  if (origin !== location.origin || source !== parent) return;
  if (data.kind === 'play') play(data);
  if (data.kind === 'hello') say({ kind: 'ready' });
});
say({ kind: 'ready' });

function play({ content, attributes, context, dir, lang, isFresh }: Play): void {
  document.documentElement.dir = dir;
  document.documentElement.lang = lang;
  document.documentElement.dataset['theme'] = attributes['theme'] ?? 'auto';
  const { theme: _theme, lang: _lang, debug: _debug, ...frame } = attributes;
  const setting = JSON.stringify([frame, context]);
  if (survey === undefined || isFresh || setting !== playing) begin(setting);
  if (survey === undefined) return;
  for (const name of survey.getAttributeNames()) {
    if (!(name in attributes) && name !== 'open') survey.removeAttribute(name);
  }
  for (const [name, value] of Object.entries(attributes)) survey.setAttribute(name, value);
  survey.context = context;
  survey.content = content;
  if (!survey.isConnected) place.append(survey);
}

/** In another place, or with other variables, the survey begins anew. */
function begin(setting: string): void {
  survey?.remove();
  survey = document.createElement('otklik-survey');
  playing = setting;
}

function say(said: Said): void {
  parent.postMessage(said, location.origin);
}
