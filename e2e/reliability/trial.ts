/** What `npm run storm` runs: one trial a promise, each with its own seed, rig and verdict. */

/** `short` is for every push; `full` has the figures of docs/reliability.md. */
export type Scale = 'short' | 'full';

export interface TrialOptions {
  readonly scale: Scale;
  /** What chance does is drawn from it alone, so that a failure can be run again. */
  readonly seed: number;
  readonly log: (line: string) => void;
}

/** A line of the table. */
export interface Finding {
  /** What was tried, with its size: "Chromium killed 200 times". */
  readonly what: string;
  /** What came of it, in figures: "4,210 told saved, 0 lost, 0 duplicated". */
  readonly figures: string;
  readonly isKept: boolean;
}

export interface Trial {
  /** As it is called on the command line: `npm run storm -- kills`. */
  readonly name: string;
  /** The promise, in a sentence. */
  readonly promise: string;
  /** Why it cannot be tried on this machine; undefined where it can. */
  readonly missing?: () => string | undefined;
  /** Whether what is missing can be installed: then it has to be there where `CI=true`. */
  readonly isInstallable?: boolean;
  readonly run: (options: TrialOptions) => Promise<readonly Finding[]>;
}
