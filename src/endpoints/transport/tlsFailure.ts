import type { DetailedPeerCertificate } from 'node:tls';
import type { WireFailure } from './httpExchange.ts';

/** What Node adds to the errors of a TLS connection. */
export interface TlsError extends Error {
  code?: string;
  /** OpenSSL's words, without its numbers. */
  reason?: string;
  cert?: Partial<DetailedPeerCertificate>;
}

interface Meaning {
  /** What OpenSSL or Node's code must match. */
  when: RegExp;
  /** Follows the address. `setting`: what has the address in it. */
  says: (error: TlsError, setting: string) => string;
}

const http2Only = 'speaks HTTP/2 only, and LLMeter HTTP/1.1: put a proxy in front of it, or use another port';
const trust =
  'if you trust it, set NODE_EXTRA_CA_CERTS to a PEM file of its certificate authority before the start';

/** The certificate first: without a trusted one nothing else matters. */
const meanings: readonly Meaning[] = [
  {
    when: /ALTNAME_INVALID/,
    says: ({ cert }, setting) => `has a certificate for ${namesIn(cert)}: use such a name in ${setting}`,
  },
  {
    when: /CERT_HAS_EXPIRED/,
    says: () => 'has a certificate that has expired: renew it, or check the clock of this machine',
  },
  {
    when: /CERT_NOT_YET_VALID/,
    says: () => 'has a certificate that is not valid yet: check the clock of this machine, and of the server',
  },
  { when: /CERT_REVOKED/, says: () => 'has a certificate that was revoked: it needs a new one' },
  {
    when: /DEPTH_ZERO_SELF_SIGNED/,
    says: () => `has a certificate that it signed itself: ${trust}`,
  },
  {
    when: /SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_UNTRUSTED|INVALID_CA|CERT_SIGNATURE_FAILURE|CERT_CHAIN/,
    says: () => `has a certificate of an authority that this machine does not know: ${trust}`,
  },
  { when: /no application protocol/i, says: () => http2Only },
  {
    when: /wrong version number|packet length too long|unexpected message|http request|bad record type/i,
    says: (_error, setting) => `does not speak TLS: use http:// instead of https:// in ${setting}`,
  },
  {
    when: /certificate required|peer did not return a certificate|(bad|unknown) certificate|alert unknown ca/i,
    says: () =>
      'wants a certificate of this client, which LLMeter does not send: put a proxy in front of it that does, or use an API key',
  },
  {
    when: /protocol version|unsupported protocol|no protocols available|inappropriate fallback/i,
    says: () => 'offers only old versions of TLS: it needs TLS 1.2 or later',
  },
  {
    when: /handshake failure|insufficient security|no (shared|suitable) cipher|(key|dh) too small|legacy renegotiation/i,
    says: () =>
      'and this client have no TLS cipher in common, or it wants a certificate of this client: check the TLS settings of the server',
  },
  {
    when: /unrecognized name|alert internal error|access denied/i,
    says: (_error, setting) => `has no site of that name: check the host in ${setting}`,
  },
];

/** A TLS error as a sentence that names the cause; null = it is none. `setting`: what has the address. */
export function tlsFailure(error: TlsError, where: string, setting: string): WireFailure | null {
  const code = error.code ?? '';
  if (!/CERT|TLS|SSL|SIGNATURE|EPROTO/.test(code)) return null;
  const said = `${code} ${code.replaceAll('_', ' ')} ${error.reason ?? ''} ${error.message}`;
  const meaning = meanings.find(({ when }) => when.test(said));
  const message =
    meaning === undefined
      ? `The TLS connection to ${where} failed (${code}): check the certificate, or set NODE_EXTRA_CA_CERTS to the file of your certificate authority.`
      : `${capital(where)} ${meaning.says(error, setting)} (${code}).`;
  return { reason: 'tls', message };
}

/** The names that a certificate is for: a few of them. */
function namesIn(cert: TlsError['cert']): string {
  const listed = (cert?.subjectaltname ?? '')
    .split(', ')
    .flatMap(each => each.replace(/^(DNS|IP Address):/, '') || []);
  const common = cert?.subject?.CN;
  const names = listed.length > 0 ? listed : common === undefined ? [] : [common].flat();
  if (names.length === 0) return 'another name';
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

/** At the beginning of a sentence. */
function capital(where: string): string {
  return where.replace(/^the /, 'The ');
}
