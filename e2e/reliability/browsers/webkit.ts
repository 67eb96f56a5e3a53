import { join } from 'node:path';

import type { Screen } from '../../engines/screen.ts';

/** WebKitGTK's small browser, without its driver: driven, it would keep nothing. */
export function webkitFlags(url: string): string[] {
  return [url];
}

/** It keeps its data where the desktop's conventions say, so they say: in the profile. */
export function webkitEnvironment(
  profile: string,
  screen: Screen | undefined,
): Readonly<Record<string, string | undefined>> {
  return {
    ...process.env,
    DISPLAY: screen?.display,
    HOME: profile,
    XDG_DATA_HOME: join(profile, 'data'),
    XDG_CACHE_HOME: join(profile, 'cache'),
    XDG_CONFIG_HOME: join(profile, 'config'),
    // No accessibility bus, which it would start beside itself.
    NO_AT_BRIDGE: '1',
  };
}
