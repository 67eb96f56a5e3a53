/** A page about one type of question: the survey that is written beside it, played. */
import type { OtklikSurvey } from 'otklik';

for (const survey of document.querySelectorAll('otklik-survey')) {
  const { source = '' } = survey.dataset;
  const reply = await fetch(source);
  survey.content = (await reply.json()) as NonNullable<OtklikSurvey['content']>;
}
