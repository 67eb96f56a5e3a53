import type { Check } from '../../protocol/index.ts';
import { fail, ok, warn } from './checks.ts';

const NAME = 'clocks';
const NOTICEABLE_MS = 2000;

/**
 * @param whose other clock it is: "the database's"
 * @param apartMs how far it is ahead of the service's
 * @param doubtMs by which the measurement itself may be wrong
 * @param toleranceSeconds by which clocks may differ before tokens are refused
 */
export function clockCheck(
  whose: string,
  apartMs: number,
  doubtMs: number,
  toleranceSeconds: number,
): Check {
  const certainMs = Math.max(0, Math.abs(apartMs) - doubtMs);
  const seconds = (Math.abs(apartMs) / 1000).toFixed(1);
  const finding = `The service's clock and ${whose} are ${seconds} s apart.`;
  const advice = 'Let both machines set their clocks by NTP.';
  if (certainMs > toleranceSeconds * 1000) return fail(NAME, finding, advice);
  if (certainMs > NOTICEABLE_MS) return warn(NAME, finding, advice);
  return ok(
    NAME,
    `The service's clock agrees with ${whose}, to ${Math.ceil(certainMs + doubtMs)} ms.`,
  );
}
