import type { VariableValues } from '../../protocol/variables.ts';
import type { TokenSource } from '../token-source.ts';

/** As much of the element as the bridge asks of it. */
export interface HostedSurvey extends HTMLElement {
  token: string;
  tokenUrl: string;
  getToken: TokenSource['getToken'];
  readonly code?: string | undefined;
  readonly survey: string;
  readonly open: boolean;
  context: Readonly<Record<string, unknown>> | undefined;
  explain(): {
    readonly version: string;
    readonly endpoint: string;
    readonly step: string;
    readonly reason: string | undefined;
    readonly survey: string;
    readonly responseId: string;
  };
  hide(): void;
  flush(): Promise<void>;
}

/** Tells the response that is being given what the app has told since its session was asked for. */
export type Inform = (told: VariableValues) => Promise<void>;

export interface About {
  readonly survey: string;
  readonly responseId: string;
}

export function aboutOf(survey: HostedSurvey): About {
  const { survey: id, responseId } = survey.explain();
  return { survey: id, responseId };
}
