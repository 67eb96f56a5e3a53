import { useEffect, useRef } from 'react';
import type { JSX } from 'react';

/** As older code does: the element is made in an effect, which strict mode runs twice. */
export function SurveyByHand(): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const survey = document.createElement('otklik-survey');
    survey.survey = 'srv_delivery';
    survey.endpoint = 'https://surveys.example.com';
    survey.display = 'inline';
    survey.lang = 'en';
    survey.tokenUrl = '/survey-token';
    place.current?.append(survey);
    return () => survey.remove();
  }, []);
  return <div ref={place} />;
}
