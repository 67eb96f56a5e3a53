/** What a browser would meet on its way to the service: encryption, and what a proxy does to requests. */
import { LIMITS } from '../../protocol/index.ts';
import type { Check } from '../../protocol/index.ts';
import { attempt, fail, ok, warn } from '../../service/doctor/checks.ts';
import type { World } from '../world.ts';

/** RFC 2606: nobody has it, so that nobody has allowed it. */
const STRANGER = 'https://doctor.invalid';
const ASK_PROXY = 'Look at the proxy in front of the service: docs/operating.md, "Behind a proxy".';

export async function examineOutside(url: string, world: World): Promise<Check[]> {
  const looks = [checkScript, checkOrigin, checkBody].map((look) =>
    attempt('way', ASK_PROXY, () => look(url, world)),
  );
  return [checkEncryption(url), ...(await Promise.all(looks)).flat()];
}

export function checkEncryption(url: string): Check {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:') return ok('tls', `${url} is encrypted.`);
  return /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)
    ? ok('tls', 'This looks from the same machine; TLS belongs to the proxy in front.')
    : fail(
        'tls',
        `${url} is not encrypted: answers, tokens and this key are read on the wire.`,
        'Put a proxy with TLS in front, and reach the service by https only.',
      );
}

/** As a page loads it. */
async function checkScript(url: string, { fetch }: World): Promise<Check[]> {
  const headers = { 'accept-encoding': 'br', origin: STRANGER };
  const reply = await fetch(new URL('/otklik.js', url), { headers });
  await reply.body?.cancel();
  if (!reply.ok) {
    const finding = `/otklik.js answers ${reply.status}: no page can show a survey.`;
    return [fail('script', finding, 'Install the package again, or run "npm run build".')];
  }
  if (reply.headers.get('access-control-allow-origin') !== '*') {
    const finding = '/otklik.js comes without "Access-Control-Allow-Origin: *".';
    return [fail('script', finding, ASK_PROXY)];
  }
  return reply.headers.get('content-encoding') === 'br'
    ? [ok('script', '/otklik.js arrives compressed, for any page.')]
    : [
        warn(
          'script',
          '/otklik.js arrives three times as large as it need be.',
          'Let the proxy pass "Accept-Encoding" on, and compressed bodies as they are.',
        ),
      ];
}

/** A refusal that a page could read: it names the page's origin, so the origin has arrived. */
async function checkOrigin(url: string, { fetch }: World): Promise<Check[]> {
  const reply = await fetch(new URL('/v1/sessions', url), {
    method: 'POST',
    headers: { origin: STRANGER, 'content-type': 'text/plain' },
    body: '{}',
  });
  await reply.body?.cancel();
  const echoed = reply.headers.get('access-control-allow-origin');
  if (echoed === STRANGER)
    return [ok('way', 'A page’s origin reaches the service, and its answer the page.')];
  const finding =
    echoed === null
      ? 'Answers name no origin: no page could read them.'
      : `Answers name the origin "${echoed}" in place of the page's.`;
  return [
    fail('way', finding, 'Let the proxy pass "Origin" on, and add no CORS headers of its own.'),
  ];
}

/** As large as a request may be. Its one item is nobody's, and refused. */
async function checkBody(url: string, { fetch }: World): Promise<Check[]> {
  const responses = [{ id: 'doctor', filling: 'x'.repeat(LIMITS.publicBodyBytes - 100) }];
  const reply = await fetch(new URL('/v1/responses', url), {
    method: 'POST',
    headers: { origin: STRANGER, 'content-type': 'text/plain' },
    body: JSON.stringify({ responses }),
  });
  const text = await reply.text();
  const kib = Math.floor(LIMITS.publicBodyBytes / 1024);
  return reply.status === 200 && text.includes('"refused"')
    ? [ok('way', `Requests of ${kib} KiB come through.`)]
    : [
        fail(
          'way',
          `A request of ${kib} KiB is answered ${reply.status}, and not by the service.`,
          `Let the proxy take bodies of ${kib} KiB (nginx: client_max_body_size 256k).`,
        ),
      ];
}
