/** What plain TypeScript knows of the element; compiled, never run. */
import 'otklik/define';

export function tryTypes(): void {
  const survey = document.createElement('otklik-survey');
  survey.tokenUrl = '/survey-token';
  survey.display = 'sheet';
  // @ts-expect-error There is no such place.
  survey.display = 'ceiling';
  // @ts-expect-error What the element shows is its own.
  survey.step = { kind: 'idle' };
  survey.addEventListener('otklik-completed', ({ responseId }) => responseId.length);
  document.addEventListener('otklik-delivery', ({ delivery }) => {
    // @ts-expect-error It is saved, sending, sent or blocked.
    return delivery === 'lost';
  });
}
