/** `import 'otklik/svelte'`: Svelte 5 templates know `<otklik-survey>`. No code. */
import type { HTMLAttributes } from 'svelte/elements';

import type { OtklikSurvey } from '../widget/index.ts';
import type { Attributes, Listeners, Properties } from './markup.ts';

type Own = Properties & Attributes & Listeners;

/** What `<otklik-survey>` takes. It has no children. */
export type OtklikSurveyAttributes = Own &
  Omit<HTMLAttributes<OtklikSurvey>, keyof Own | 'children'>;

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'otklik-survey': OtklikSurveyAttributes;
  }
}
