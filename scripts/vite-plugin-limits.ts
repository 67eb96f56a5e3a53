import { LIMITS } from 'otklik/protocol';
import type { Plugin } from 'vite';

const ours = /[\\/]src[\\/](?:widget|loader|engine)[\\/].*\.ts$/;

/** Writes each limit where it is used: most of them are for the service, and a minifier drops no key of an object. */
export function numbersForLimits(): Plugin {
  return {
    name: 'otklik-limits',
    apply: 'build',
    transform(code, id) {
      if (!ours.test(id.split('?')[0] ?? '')) return undefined;
      return { code: withNumbers(code), map: null };
    },
  };
}

/** Limits that there are none of are left as they are, for the compiler to complain. */
export function withNumbers(code: string): string {
  return code.replaceAll(/\bLIMITS\.(\w+)\b/g, (written, name: string) => {
    const limit = Object.entries(LIMITS).find(([key]) => key === name);
    return limit === undefined ? written : String(limit[1]);
  });
}
