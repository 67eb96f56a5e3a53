/** Structured logs, a line of JSON each, in which no credential can stand. */
import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

export function createLog(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError },
    hooks: { streamWrite: redact },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/**
 * Nothing that is logged should hold a credential in the first place: bodies, headers and addresses
 * are not logged. This is the second lock, on the finished line, for whatever an error's message
 * quotes: API keys, grants, survey tokens, the codes of links, and the value after "Bearer".
 */
export function redact(line: string): string {
  return line
    .replaceAll(/\bot[kg]_[A-Za-z0-9_-]{6,}/g, '[redacted]')
    .replaceAll(/\beyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*(\.[A-Za-z0-9_-]*)*/g, '[redacted]')
    .replaceAll(/(\/s\/|\botklik=)[A-Za-z0-9_-]{22,}/g, '$1[redacted]')
    .replaceAll(/\bBearer\s+[^\s"\\]+/gi, 'Bearer [redacted]');
}

/** Name, code, message and stack, and those of the causes; not the values that a database quotes. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? error.code : undefined;
  return {
    name,
    ...(typeof code === 'string' && { code }),
    message,
    stack,
    ...(cause !== undefined && { cause: describeError(cause) }),
  };
}
