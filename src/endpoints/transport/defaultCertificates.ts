import * as tls from 'node:tls';

/** What Node has from version 22.15 on, and the type declarations of the oldest supported Node lack. */
const newer = tls as typeof tls & { getCACertificates?(type: 'default'): string[] };

/** The certificate authorities that Node trusts. An older Node cannot list those of NODE_EXTRA_CA_CERTS. */
export function defaultCertificates(): readonly string[] {
  return newer.getCACertificates?.('default') ?? tls.rootCertificates;
}
