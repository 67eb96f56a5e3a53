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
  rulesPerQuestion: 10,
  rowsPerMatrix: 50,
  columnsPerMatrix: 20,
  endingsPerSurvey: 20,
  /** Characters of a pattern; its states are limited by the engine. */
  patternLength: 200,
  urlLength: 2000,
  /** Characters of a picture's address, `data:` included: about 30 kB of picture. */
  pictureLength: 40_000,
  variablesPerSurvey: 100,
  goTosPerScreen: 50,
  conditionDepth: 8,
  conditionsPerGroup: 50,
  /** Characters (UTF-16 units) of one text in one language. */
  textLength: 4000,
  idLength: 64,
  /** Characters of a free-text answer, whatever the survey allows. */
  answerLength: 10_000,
  filesPerAnswer: 10,
  /** Bytes of one file, as it is sent. */
  fileBytes: 10 * 1024 * 1024,
  /** Bytes of one piece of a file: an upload goes on where it stopped. */
  filePieceBytes: 192 * 1024,
  /** Bytes that a piece has at least, unless it is the last: so nobody makes a million of them. */
  filePieceBytesMin: 16 * 1024,
  /** Files that one response may have brought, those taken back by the respondent included. */
  filesPerResponse: 60,
  /** Bytes of all files of one response. */
  responseFileBytes: 120 * 1024 * 1024,
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
  /** Days that an invitation may wait to be sent, and then may be followed, unless it says otherwise. */
  invitationDays: 365,
  invitationExpiryDays: 30,
  /** Minutes in which the link of a `strict` invitation can be opened again, on the same device only. */
  strictCodeMinutes: 10,

  /**
   * Requests from one address (of IPv6: one /64) in the long run, and at once. Generous, because a mobile
   * provider puts thousands of phones behind one address.
   */
  addressRequestsPerSecond: 50,
  addressRequestsAtOnce: 500,
  /** Deep-link codes from one address that led nowhere: a truncated link is seldom, guesses are many. */
  addressWrongCodesPerSecond: 1,
  addressWrongCodesAtOnce: 30,
  /** Requests under one grant: one response, its files included. */
  grantRequestsPerSecond: 20,
  grantRequestsAtOnce: 200,
  /** Sessions of one survey, and requests of one project: above what a small node can do. */
  surveySessionsPerSecond: 1000,
  surveySessionsAtOnce: 10_000,
  projectRequestsPerSecond: 4000,
  projectRequestsAtOnce: 20_000,
  /** Public requests that one process works on at the same time; a client waits for ten seconds. */
  requestsUnderWay: 500,

  pageSizeDefault: 50,
  pageSizeMax: 500,

  /** Responses that one outbox holds before it refuses new drafts; it never evicts an unsent answer. */
  outboxResponses: 500,
  /** Characters of JSON that one outbox holds, about as many bytes, before it refuses new drafts. */
  outboxCharacters: 5_000_000,
  /** The same where localStorage, which the page has 5 MB of in all, stands in. */
  outboxLocalStorageCharacters: 1_000_000,
  /** Bytes of files that one device holds for one project until they are sent. */
  outboxFileBytes: 50 * 1024 * 1024,

  /** Characters of one message between a page and the app around it. */
  bridgeMessageLength: 2_000_000,
  /** Unsent responses that an app gives back at once; it keeps the others for the next visit. */
  bridgeRecords: 50,

  /** Events in one `POST /v1/events`. */
  eventsPerBatch: 500,
  /** Days ago, and ahead, that an event may have happened. */
  eventPastDays: 366,
  eventFutureDays: 30,
  eventTypes: 200,
  /** Events that nobody has declared and that are listed all the same. */
  undeclaredEvents: 100,
  /** Characters of an address (RFC 5321). */
  emailLength: 254,

  /** Rows of one table of people to invite. */
  importRows: 1000,
  /** Characters of one such table. */
  importCharacters: 900_000,

  onPageRules: 50,
  triggersPerRule: 10,
  addressesPerRule: 20,
  conditionsPerTrigger: 10,
  /** Seconds that a rule of a page may wait for anything: an hour. */
  onPageSeconds: 60 * 60,
  selectorLength: 300,
  addressPatternLength: 300,

  stepsPerScenario: 50,
  /** Days that one step of a scenario may wait. */
  scenarioWaitDays: 366,
  /** Lines of a history to play, in one request. */
  simulationLines: 2000,

  /** Days that a pause between surveys may last: two years. */
  askingDays: 731,
  askingTimes: 1_000_000,
  askingTags: 20,
  askingQuotas: 20,

  destinationsPerProject: 50,

  alertsPerProject: 50,
  /** Places that one alert is told to. */
  alertTargets: 5,
  /** Minutes that an alert may look back: a day. */
  alertMinutes: 24 * 60,
} as const;
