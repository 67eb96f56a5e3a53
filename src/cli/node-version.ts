/** Of package.json, `engines`. */
const LEAST = [22, 13] as const;

/**
 * @param version of Node.js, such as `24.21.0`
 * @returns what to say where it is too old; undefined where it is not
 */
export function complaintAbout(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = LEAST;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return undefined;
  const least = LEAST.join('.');
  return `otklik needs Node.js ${least} or newer, and this is ${version}. See https://nodejs.org/en/download`;
}
