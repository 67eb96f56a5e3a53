/** What has to hold before a rule asks, in the order in which it is looked at. */
export const CHECKS = [
  /** The page is one of the rule's. */
  'pages',
  'visit',
  /** The lot has fallen on this device. */
  'share',
  /** The rule has not come to its end, for this page or this visit. */
  'rest',
  /** The survey was not shown here, or refused by the service, not long ago. */
  'pause',
  'when',
  'delay',
  /** Somebody looks at the page. */
  'sight',
  /** No other survey is just being opened. */
  'turn',
  /** No other survey is on the screen. */
  'free',
] as const;

export type CheckName = (typeof CHECKS)[number];
