/** What Svelte's templates know of the element; compiled, never run. */
import type { OtklikSurveyAttributes } from 'otklik/svelte';
import type { SvelteHTMLElements } from 'svelte/elements';

export const written: SvelteHTMLElements['otklik-survey'][] = [
  {
    survey: 'srv_x',
    'token-url': '/survey-token',
    class: 'asked',
    preview: true,
    getToken: () => 'token',
    context: { channel: 'web' },
    'onotklik-error': ({ code, problem }) => `${code} ${problem}`,
  } satisfies OtklikSurveyAttributes,
  // @ts-expect-error There is no such place.
  { display: 'ceiling' },
  // @ts-expect-error There is no such attribute.
  { survay: 'srv_x' },
  // @ts-expect-error That event has no such field.
  { 'onotklik-completed': (event) => void event.delivery },
];
