/** What JSX knows of the element; compiled, never run. */
import { createRef } from 'react';
import type { OtklikSurvey } from 'otklik';
import type { OtklikSurveyProps } from 'otklik/react';

const reference = createRef<OtklikSurvey>();
export const shared: OtklikSurveyProps = { survey: 'srv_x', theme: 'dark', className: 'asked' };

export const written = [
  <otklik-survey
    key="all"
    {...shared}
    ref={reference}
    tokenUrl="/survey-token"
    getToken={() => 'token'}
    context={{ channel: 'web' }}
    preview
    onotklik-shown={(event) => event.preventDefault()}
    onotklik-error={({ code, problem }) => `${code} ${problem}`}
  />,
  <otklik-survey key="attribute" token-url="/survey-token" display={undefined} />,
  // @ts-expect-error There is no such place.
  <otklik-survey key="value" display="ceiling" />,
  // @ts-expect-error There is no such attribute.
  <otklik-survey key="name" tokenurl="/survey-token" />,
  // @ts-expect-error That event has no such field.
  <otklik-survey key="event" onotklik-completed={(event) => void event.delivery} />,
  // @ts-expect-error It draws all that is inside.
  <otklik-survey key="children">A question</otklik-survey>,
];
