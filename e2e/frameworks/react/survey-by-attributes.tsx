import type { JSX } from 'react';
import 'otklik/define';
import 'otklik/react';

/** In the server's HTML already: attributes say it all, and what the element adds is its own. */
export function SurveyByAttributes(): JSX.Element {
  return (
    <>
      <h1>Thank you for your order</h1>
      <otklik-survey
        survey="srv_delivery"
        endpoint="https://surveys.example.com"
        token-url="/survey-token"
        display="inline"
        lang="en"
        suppressHydrationWarning
      />
    </>
  );
}
