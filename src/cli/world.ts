/** What the command sees of the world; a test gives its own. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly fetch: typeof globalThis.fetch;
}

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

export const realWorld: World = {
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  fetch: globalThis.fetch,
};
