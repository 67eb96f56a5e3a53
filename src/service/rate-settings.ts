import type { Rate } from './http/token-buckets.ts';
import type { Rates } from './http/traffic.ts';

const ENTRY = /^(address|code|grant|survey|project)=(\d{1,6})\/(\d{1,6})$/;

/** `off`, or what differs from the defaults: `address=50/500,project=200/1000`. Undefined when it is neither. */
export function rateSettings(text: string): Partial<Rates> | 'off' | undefined {
  if (text.trim() === 'off') return 'off';
  const rates: Record<string, Rate> = {};
  for (const entry of text.split(',').filter((one) => one.trim() !== '')) {
    const [, share, perSecond, burst] = ENTRY.exec(entry.trim()) ?? [];
    if (share === undefined || Number(perSecond) === 0 || Number(burst) === 0) return undefined;
    rates[share] = { perSecond: Number(perSecond), burst: Number(burst) };
  }
  return rates;
}
