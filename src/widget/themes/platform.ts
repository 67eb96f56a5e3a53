/** Whose looks a page's respondent is used to. */
type Platform = 'apple' | 'android' | 'desktop';

/** From what the browser says of itself; a wrong guess costs nothing but familiarity. */
export function platformOf({ userAgent }: Pick<Navigator, 'userAgent'>): Platform {
  if (/iPhone|iPad|iPod|Macintosh/.test(userAgent)) return 'apple';
  return userAgent.includes('Android') ? 'android' : 'desktop';
}
