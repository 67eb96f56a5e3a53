/** `GET /survey.schema.json`: the survey format, for editors that complete and check. */
import type { Hono } from 'hono';

import { surveyJsonSchema } from '../../protocol/json-schema.ts';
import type { AppEnvironment } from '../http/app.ts';

export function mountSurveySchema(app: Hono<AppEnvironment>, publicUrl: string | undefined): void {
  let text: string | undefined;
  app.get('/survey.schema.json', (c) => {
    text ??= JSON.stringify(surveyJsonSchema(publicUrl && `${publicUrl}/survey.schema.json`));
    return c.body(text, 200, {
      'content-type': 'application/schema+json',
      'cache-control': 'public, max-age=300',
    });
  });
}
