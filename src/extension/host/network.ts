import * as tls from 'node:tls';
import * as vscode from 'vscode';
import type { NetworkSettings } from '../../protocol/start.ts';

/**
 * The user's proxy and certificates, for the engine, which VS Code's network patches do not reach.
 * Without a proxy here, the engine uses HTTPS_PROXY and NO_PROXY of the environment.
 */
export function networkSettings(): NetworkSettings {
  const http = vscode.workspace.getConfiguration('http');
  const proxy = http.get<string>('proxySupport') === 'off' ? '' : (http.get<string>('proxy') ?? '');
  const certificates = http.get<boolean>('systemCertificates') === false ? [] : systemCertificates();
  return {
    ...(proxy.trim() && { proxy: proxy.trim() }),
    ...(certificates.length > 0 && { certificates }),
  };
}

/** What Node has from version 22.15 on, and the type declarations of the oldest supported Node lack. */
const newer = tls as typeof tls & { getCACertificates?(type: 'system'): string[] };

/** The certificates that this machine trusts beyond Node's own. Node before 22.15 cannot list them. */
function systemCertificates(): string[] {
  const bundled = new Set(tls.rootCertificates);
  return (newer.getCACertificates?.('system') ?? []).filter(certificate => !bundled.has(certificate));
}
