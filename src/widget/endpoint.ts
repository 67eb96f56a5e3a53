/** The service that elements talk to when they name none themselves. */
let defaultEndpoint = '';

export function setDefaultEndpoint(address: string): void {
  defaultEndpoint = address;
}

/** Absolute, without a slash at the end; empty when nothing is known. */
export function endpointFor(attribute: string): string {
  const address = attribute === '' ? defaultEndpoint : new URL(attribute, document.baseURI).href;
  return address.replace(/\/+$/, '');
}
