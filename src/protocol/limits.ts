/**
 * Every size, count, length and lifetime that the product enforces, at one place.
 * Zod-free: the widget bundles this module.
 */
export const LIMITS = {
  /** Bytes of a public request body. */
  publicBodyBytes: 256 * 1024,
  /** Bytes of a private request body (a survey with all its languages). */
  privateBodyBytes: 1024 * 1024,
  /** Responses in one `POST /v1/responses`. */
  responsesPerBatch: 50,
  /** Bytes of one batch that the courier tries to stay below, so that `keepalive` works (64 KiB, shared). */
  courierBatchBytes: 48 * 1024,

  screensPerSurvey: 200,
  questionsPerScreen: 20,
  questionsPerSurvey: 400,
  choicesPerQuestion: 200,
  variablesPerSurvey: 100,
  goTosPerScreen: 50,
  conditionDepth: 8,
  conditionsPerGroup: 50,
  /** Characters (UTF-16 units) of one text in one language. */
  textLength: 4000,
  idLength: 64,
  /** Characters of a free-text answer, whatever the survey allows. */
  answerLength: 10_000,
  variableLength: 1000,
  /** Page variables in one request, declared or not. */
  pageVariables: 100,

  /** Seconds that a survey token may live, from `iat` to `exp`. */
  tokenSecondsMax: 60 * 60,
  tokenSecondsDefault: 10 * 60,
  /** Seconds by which two clocks may differ. */
  clockToleranceSeconds: 30,
  /** Bytes of a survey token. */
  tokenBytes: 8 * 1024,
  /** Days for which a response grant may deliver, unless the survey says otherwise. */
  answerDays: 30,

  pageSizeDefault: 50,
  pageSizeMax: 500,

  /** Responses that one outbox holds before it refuses new drafts; it never evicts an unsent answer. */
  outboxResponses: 500,
} as const;
