import { generateKeyPairSync, sign } from 'node:crypto';
import { isIP } from 'node:net';

/** A key and the certificate that it signed itself, both PEM, for `hosts` (names or IPv4 addresses). `days`: from when until when it is valid. */
export function selfSigned(
  hosts: readonly string[],
  { days = [-1, 1] }: { days?: [from: number, to: number] } = {},
): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecdsaWithSha256 = sequence(tlv(0x06, hex('2a8648ce3d040302')));
  const commonName = sequence(tlv(0x06, hex('550403')), tlv(0x0c, Buffer.from(hosts[0] ?? '')));
  const name = sequence(tlv(0x31, commonName));
  const day = 86_400_000;
  const validity = sequence(...days.map(number => utcTime(Date.now() + number * day)));
  const alternatives = hosts.map(host =>
    isIP(host) ? tlv(0x87, Buffer.from(host.split('.').map(Number))) : tlv(0x82, Buffer.from(host)),
  );
  const extensions = sequence(
    extension('551d11', sequence(...alternatives)),
    extension('551d13', sequence(tlv(0x01, hex('ff')))),
  );
  const content = sequence(
    tlv(0xa0, tlv(0x02, hex('02'))),
    tlv(0x02, hex('01')),
    ecdsaWithSha256,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, extensions),
  );
  const signature = sign('sha256', content, privateKey);
  const certificate = sequence(content, ecdsaWithSha256, tlv(0x03, Buffer.concat([hex('00'), signature])));
  const base64 = certificate.toString('base64').replace(/.{64}/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  };
}

function extension(id: string, content: Buffer): Buffer {
  return sequence(tlv(0x06, hex(id)), tlv(0x04, content));
}

function utcTime(at: number): Buffer {
  const text = new Date(at).toISOString().replace(/[-:T]/g, '').slice(2, 14);
  return tlv(0x17, Buffer.from(`${text}Z`));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tlv(0x30, Buffer.concat(parts));
}

/** One DER value (X.690): tag, length, content. */
function tlv(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function hex(digits: string): Buffer {
  return Buffer.from(digits, 'hex');
}
