import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Firefox as people have it, but for what would ask somebody something or call home. */
const preferences: Readonly<Record<string, string | number | boolean>> = {
  // Pictures of pages for a new tab are taken by opening them a second time, in a profile of their own.
  'browser.newtabpage.enabled': false,
  'browser.pagethumbnails.capturing_disabled': true,
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.startup.page': 0,
  // After a crash it would ask whether to start without extensions, and open the pages of then.
  'browser.sessionstore.resume_from_crash': false,
  'toolkit.startup.max_resumed_crashes': -1,
  'datareporting.policy.dataSubmissionEnabled': false,
  'datareporting.healthreport.uploadEnabled': false,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
  'trailhead.firstrun.didSeeAboutWelcome': true,
  'termsofuse.bypassNotification': true,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'extensions.update.enabled': false,
  'services.settings.server': 'data:,',
};

export async function writeFirefoxPreferences(profile: string): Promise<void> {
  const lines = Object.entries(preferences).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  await writeFile(join(profile, 'user.js'), lines.join(''));
}

export function firefoxFlags(profile: string, url: string): string[] {
  return ['--headless', '--no-remote', '--profile', profile, '--new-window', url];
}
