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

/** The certificates that this machine trusts beyond Node's own. Node before 22.15 cannot list them. */
function systemCertificates(): string[] {
  if (typeof tls.getCACertificates !== 'function') return [];
  const bundled = new Set(tls.rootCertificates);
  return tls.getCACertificates('system').filter(certificate => !bundled.has(certificate));
}
