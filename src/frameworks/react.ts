/** `import 'otklik/react'`: React 19 knows `<otklik-survey>` in JSX. No code. */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';

import type { OtklikSurvey } from '../widget/index.ts';
import type { Attributes, Listeners, Properties } from './markup.ts';

type Own = Properties & Attributes & Listeners;

/** What `<otklik-survey>` takes. It has no children. */
export type OtklikSurveyProps = Own &
  Omit<
    DetailedHTMLProps<HTMLAttributes<OtklikSurvey>, OtklikSurvey>,
    keyof Own | 'children' | 'dangerouslySetInnerHTML'
  >;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'otklik-survey': OtklikSurveyProps;
    }
  }
}
