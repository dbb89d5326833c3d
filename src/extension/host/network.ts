import * as tls from 'node:tls';
import * as vscode from 'vscode';
import type { NetworkSettings } from '../../protocol/start.ts';

/**
 * The user's proxy and certificates, for an engine that VS Code's own network patches do not reach.
 * The environment's HTTPS_PROXY and NO_PROXY hold in the engine where no proxy is set here.
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

/** What the machine trusts beyond Node's own list; the function is missing from Node before 22.15. */
function systemCertificates(): string[] {
  if (typeof tls.getCACertificates !== 'function') return [];
  const bundled = new Set(tls.rootCertificates);
  return tls.getCACertificates('system').filter(certificate => !bundled.has(certificate));
}
