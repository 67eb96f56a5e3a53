import { expect } from '@playwright/test';

import type { Survey } from './survey.ts';

/** A contented customer's way through the delivery survey of the demo, in English. */
export async function answerDelivery(survey: Survey): Promise<void> {
  await expect(survey.question('Would you recommend us to a friend?')).toBeVisible();
  await survey.score(9);
  await expect(survey.question('How was the courier?')).toBeVisible();
  await survey.choose(/^5 of 5/);
  await survey.write(/Anything you would like to add/, 'Still warm');
  await survey.choose('No need to');
  await survey.next();
  await expect(survey.question('Thank you!')).toBeVisible();
}
