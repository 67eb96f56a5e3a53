/** For worlds that are broken on purpose: what the widget sends is met before it leaves the page. */
export interface Submission {
  id: string;
  grant: string;
}

export type Send = typeof globalThis.fetch;

/** @param meet what is done with a request that brings responses, instead of sending it */
export function meetSubmissions(
  meet: (
    submissions: readonly Submission[],
    request: readonly [address: string, options: RequestInit],
    send: Send,
  ) => Promise<Response>,
): void {
  const send = globalThis.fetch.bind(globalThis);
  globalThis.fetch = async (...request) => {
    const [address, options] = request;
    if (typeof address !== 'string' || !address.endsWith('/v1/responses')) return send(...request);
    const body = await new Response(options?.body ?? '').text();
    const { responses } = JSON.parse(body) as { readonly responses: readonly Submission[] };
    return meet(responses, [address, options ?? {}], send);
  };
}
