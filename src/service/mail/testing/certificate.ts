/** A certificate that nobody vouches for but itself (RFC 5280): made anew, so that none ever ends, and no key lies about. */
import { generateKeyPairSync, sign } from 'node:crypto';

export interface TestCertificate {
  /** Both in PEM. */
  readonly key: string;
  readonly cert: string;
}

/** @param address an IPv4 address, for which it is */
export function certificateFor(address: string): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(ECDSA_WITH_SHA256);
  const content = sequence(
    tagged(0xa0, integer(2)),
    integer(1),
    algorithm,
    NAME,
    sequence(utcTime('000101000000Z'), utcTime('491231235959Z')),
    NAME,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(subjectAddress(address))),
  );
  const signature = tagged(3, Buffer.of(0), sign('sha256', content, privateKey));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(sequence(content, algorithm, signature)),
  };
}

function tagged(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const { length } = body;
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.of(tag, ...size), body]);
}

function sequence(...content: readonly Uint8Array[]): Buffer {
  return tagged(0x30, ...content);
}

function integer(value: number): Buffer {
  return tagged(2, Buffer.of(value));
}

function utcTime(text: string): Buffer {
  return tagged(0x17, Buffer.from(text));
}

/** 1.2.840.10045.4.3.2 */
const ECDSA_WITH_SHA256 = tagged(6, Buffer.from('2a8648ce3d040302', 'hex'));
/** CN=test */
const NAME = sequence(
  tagged(
    0x31,
    sequence(tagged(6, Buffer.from('550403', 'hex')), tagged(0x0c, Buffer.from('test'))),
  ),
);

/** 2.5.29.17, with an iPAddress. */
function subjectAddress(address: string): Buffer {
  const bytes = Buffer.from(address.split('.').map(Number));
  return sequence(
    tagged(6, Buffer.from('551d11', 'hex')),
    tagged(4, sequence(tagged(0x87, bytes))),
  );
}

function pem(der: Uint8Array): string {
  const lines = Buffer.from(der).toString('base64').replaceAll(/.{64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
