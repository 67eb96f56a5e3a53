/** Calls to other systems, each written down for the log: what was asked, what was answered, how long it took. */
import type { Exchange } from '../../protocol/index.ts';
import type { Outbound, OutboundAnswer } from '../push/outbound.ts';

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PATCH';
  readonly url: string;
  /** What the log shows in place of an address that is a secret. */
  readonly shown?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Credentials in body or answer: the log shows neither. */
  readonly isSecret?: boolean;
}

/** Of each body: enough to see what is wrong with it. */
const SHOWN_LENGTH = 2000;
/** Deep-link codes let somebody in. */
const CODES = /\/s\/[A-Za-z0-9_~.-]{16,}|#otklik=[A-Za-z0-9_~.-]+/g;

/** Of one try. */
export class Calls {
  readonly exchanges: Exchange[] = [];
  readonly #outbound: Outbound;

  constructor(outbound: Outbound) {
    this.#outbound = outbound;
  }

  /** @throws what the outbound does; then it is in the log without an answer */
  async call({
    method = 'POST',
    url,
    shown,
    headers = {},
    body,
    isSecret,
  }: Call): Promise<OutboundAnswer> {
    const begun = performance.now();
    const write = (status: number | null, answer: string): void => {
      this.exchanges.push({
        method,
        url: shown ?? url,
        request: isSecret === true ? '' : shortened(body ?? ''),
        status,
        answer: isSecret === true ? '' : shortened(answer),
        durationMs: Math.round(performance.now() - begun),
      });
    };
    try {
      const request = { method, headers, ...(body !== undefined && { body }) };
      const answer = await this.#outbound.request(url, request, DELIVERY_MS);
      write(answer.status, answer.text);
      return answer;
    } catch (error) {
      write(null, reasonOf(error));
      throw error;
    }
  }

  /** For what is no HTTP. */
  note(exchange: Exchange): void {
    this.exchanges.push(exchange);
  }
}

/** Standard Webhooks: 15 to 30 s. */
const DELIVERY_MS = 20_000;

/** The system's code, where it has one. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unreachable';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.name === 'TimeoutError' || error.name === 'AbortError' ? 'timeout' : error.name;
}

/** PostgreSQL keeps no NUL. */
function shortened(text: string): string {
  const clean = text.replaceAll('\u0000', '\uFFFD').replace(CODES, '/s/•••').toWellFormed();
  return clean.length <= SHOWN_LENGTH ? clean : `${clean.slice(0, SHOWN_LENGTH).toWellFormed()}…`;
}
