/** A page in which somebody answers over and over: taps a point, goes back, taps another. */
import type { HostSite } from '../../support/host-site.ts';
import type { Mint } from '../../support/tokens.ts';

/** What a tab was told is saved. */
export interface Told {
  readonly tab: string;
  readonly survey: string;
  readonly value: number;
  /** By the machine's clock, as the answer has it. */
  readonly at: number;
}

export const SURVEYS = ['srv_tabs_one', 'srv_tabs_two'] as const;
export type SurveyName = (typeof SURVEYS)[number];

/** The first question is answered again and again; the second only stands behind it. */
export const survey = {
  title: { en: 'Two questions' },
  defaultLanguage: 'en',
  screens: [
    {
      id: 'first',
      questions: [
        { id: 'score', type: 'nps' as const, required: true, title: { en: 'How likely?' } },
      ],
    },
    {
      id: 'second',
      questions: [
        { id: 'why', type: 'text' as const, size: 'long' as const, title: { en: 'Why?' } },
      ],
    },
  ],
  thanks: { title: { en: 'Thank you!' } },
};

/** @returns what was told, in the order in which it came */
export function serveTabs(site: HostSite, service: string, mint: Mint): readonly Told[] {
  const told: Told[] = [];
  site.page('/', page(service));
  site.token('/survey-token', (request) => {
    const asked = new URL(request.url ?? '/', site.origin).searchParams;
    return mint({ survey: asked.get('survey') ?? '', respondent: 'anna' });
  });
  site.token('/told', async (request) => {
    const asked = new URL(request.url ?? '/', site.origin).searchParams;
    const [tab, name] = [asked.get('tab') ?? '', asked.get('survey') ?? ''];
    told.push({
      tab,
      survey: name,
      value: Number(asked.get('value')),
      at: Number(asked.get('at')),
    });
    return '';
  });
  return told;
}

const page = (service: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>A customer's page</title>
<link rel="icon" href="data:,">
<script type="module" src="${service}/otklik.js"></script>
<script>
const asked = new URLSearchParams(location.search);
const [tab, name] = [asked.get('tab'), asked.get('survey')];
document.addEventListener('otklik-answered', ({ answers: { score } }) => {
  if (!score) return;
  const report = { tab, survey: name, value: score.value, at: Date.parse(score.at) };
  navigator.sendBeacon('/told?' + new URLSearchParams(report));
});
</script>
<main><h1>A customer's page</h1></main>
<script>
const survey = document.createElement('otklik-survey');
survey.setAttribute('token-url', '/survey-token?survey=' + name);
document.querySelector('main').append(survey);
</script>
</html>`;
