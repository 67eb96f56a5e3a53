import { expect } from '@playwright/test';

import type { Survey } from './survey.ts';

/** The words of surveys/short.json. */
export const short = {
  first: 'How likely are you to recommend us?',
  second: /What matters most for order/,
  third: 'Anything else?',
  email: /Your e-mail/,
  thanks: 'Thank you!',
} as const;

/** Each step waits for its question, as a person does. */
export async function answerFirst(survey: Survey, score = 9): Promise<void> {
  await expect(survey.question(short.first)).toBeVisible();
  await survey.score(score);
  await expect(survey.question(short.second)).toBeVisible();
}

export async function answerSecond(survey: Survey, choice = 'The speed'): Promise<void> {
  await expect(survey.question(short.second)).toBeVisible();
  await survey.decide(choice);
  await expect(survey.question(short.third)).toBeVisible();
}

export async function answerThird(survey: Survey, text = 'All good'): Promise<void> {
  await survey.write(short.third, text);
  await survey.next();
  await expect(survey.question(short.thanks)).toBeVisible();
}

export async function answerAll(survey: Survey): Promise<void> {
  await answerFirst(survey);
  await answerSecond(survey);
  await answerThird(survey);
}

/** The way of somebody whom the survey asks for an address, as invitations have it. */
export async function answerInvited(survey: Survey): Promise<void> {
  await survey.score(9);
  await survey.decide('The speed');
  await survey.write(short.email, 'ann@example.com');
  await survey.next();
  await expect(survey.question(short.thanks)).toBeVisible();
}
