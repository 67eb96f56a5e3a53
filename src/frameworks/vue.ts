/** `import 'otklik/vue'`: Vue 3 templates know `<otklik-survey>`. No code. */
import type { HTMLAttributes, PublicProps } from 'vue';

import type { OtklikSurvey } from '../widget/index.ts';
import type { Attributes, Events, Properties } from './markup.ts';

/** `@otklik-completed` is looked for as `onOtklikCompleted`. */
type Listeners = {
  readonly [N in keyof Events as `on${Joined<N>}`]?: ((event: Events[N]) => void) | undefined;
};
type Joined<Text extends string> = Text extends `${infer Head}-${infer Rest}`
  ? `${Capitalize<Head>}${Joined<Rest>}`
  : Capitalize<Text>;

type Own = Properties & Attributes & Listeners;

/** What `<otklik-survey>` takes, and what `ref` gives. */
export type OtklikSurveyElement = new () => OtklikSurvey & {
  readonly $props: Own & Omit<HTMLAttributes, keyof Own> & PublicProps;
};

declare module 'vue' {
  interface GlobalComponents {
    'otklik-survey': OtklikSurveyElement;
  }
}
