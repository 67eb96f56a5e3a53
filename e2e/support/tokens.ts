import { generateSigningKey, mintSurveyToken } from 'otklik/backend';
import type { OtklikClient } from 'otklik/backend';

export interface TokenWish {
  readonly survey?: string;
  readonly respondent?: string;
  readonly variables?: Record<string, string | number | boolean>;
  readonly origins?: string[];
  readonly ttlSeconds?: number;
}

/** @param now milliseconds: when the token says that it was made */
export type Mint = (wish?: TokenWish, now?: number) => Promise<string>;

/** A customer's backend that signs offline, with a key of its own that the project knows. */
export async function offlineMint(client: OtklikClient): Promise<Mint> {
  const { kid, publicKey, privateKey } = await generateSigningKey();
  await client.createSigningKey({ kid, publicKey });
  const { id: project } = await client.getProject();
  return (wish = {}, now = Date.now()) =>
    mintSurveyToken({ project, kid, privateKey, ...wish }, { now: () => now });
}
