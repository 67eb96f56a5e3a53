/** Which form of a file a client takes (RFC 9110 section 12.5.3). */

/** In the order in which the service likes them. */
const ENCODINGS = ['br', 'gzip', 'identity'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** A client that names nothing it accepts, or nothing that we have, gets the file as it is. */
export function chooseEncoding(acceptEncoding: string | undefined): Encoding {
  const accepted = weights(acceptEncoding ?? '');
  const weightOf = (encoding: Encoding): number =>
    accepted.get(encoding) ?? (encoding === 'identity' ? 0.001 : (accepted.get('*') ?? 0));
  const best = Math.max(...ENCODINGS.map(weightOf));
  return ENCODINGS.find((encoding) => weightOf(encoding) === best && best > 0) ?? 'identity';
}

function weights(header: string): Map<string, number> {
  const entries = header.split(',').map((part): [string, number] => {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    return [name, weight === undefined ? 1 : Number(weight.slice(2)) || 0];
  });
  return new Map(entries);
}
