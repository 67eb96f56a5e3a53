/** Not every version of React Native has `URL.origin`. Empty for what is no address of a secure page. */
export function originOf(address: string): string {
  return /^https:\/\/[\w.-]+(:\d+)?(?=[/?#]|$)/.exec(address)?.[0] ?? '';
}
