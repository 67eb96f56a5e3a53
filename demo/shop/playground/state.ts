/** What the playground shows, kept in the address: a link to it is a link to all of it. */
export interface State {
  readonly text: string;
  readonly size: 'phone' | 'tablet' | 'desktop' | 'free';
  readonly display: string;
  readonly position: string;
  readonly theme: string;
  readonly preset: string;
  readonly lang: string;
  readonly dir: string;
  readonly debug: boolean;
  readonly context: Readonly<Record<string, string | number | boolean>>;
}

export const START: State = {
  text: '',
  size: 'phone',
  display: 'sheet',
  position: '',
  theme: 'auto',
  preset: '',
  lang: '',
  dir: 'ltr',
  debug: false,
  context: {},
};

export async function toFragment(state: State): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  const packed = await through(new CompressionStream('deflate-raw'), bytes);
  return base64(packed).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Undefined for an address that holds none of ours. */
export async function fromFragment(fragment: string): Promise<State | undefined> {
  const packed = fragment.replace(/^#/, '').replaceAll('-', '+').replaceAll('_', '/');
  if (packed === '') return undefined;
  try {
    const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
    const text = new TextDecoder().decode(
      await through(new DecompressionStream('deflate-raw'), bytes),
    );
    const given: unknown = JSON.parse(text);
    if (typeof given !== 'object' || given === null) return undefined;
    return { ...START, ...given };
  } catch {
    return undefined; // Somebody has cut the link short: the playground opens as if there were none.
  }
}

async function through(
  transform: GenericTransformStream,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(transform);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
