import { isIPv6 } from 'node:net';
import { UserError } from '../../core/base/errors.ts';
import { isThisMachine } from '../../core/base/thisMachine.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for a URL: `explicit` (a setting), else HTTPS_PROXY, HTTP_PROXY or ALL_PROXY. NO_PROXY lists
 * exceptions (`*`, hosts, domain suffixes, `host:port`). This machine is always reached directly.
 */
export function proxyFor(url: URL, explicit: string | undefined, environment: Environment): URL | null {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isThisMachine(host)) return null;
  const read = (name: string) => environment[name.toLowerCase()] || environment[name] || undefined;
  if (isExcepted(url, host, read('NO_PROXY') ?? '')) return null;
  const text =
    explicit || read(url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') || read('ALL_PROXY');
  if (!text) return null;
  const proxy = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (!proxy || (proxy.protocol !== 'http:' && proxy.protocol !== 'https:')) {
    throw new UserError('The proxy must be an http:// or https:// address: check http.proxy or HTTPS_PROXY.');
  }
  return proxy;
}

function isExcepted(url: URL, host: string, list: string): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return list
    .split(/[\s,]+/)
    .filter(entry => entry !== '')
    .some(entry => {
      if (entry === '*') return true;
      const match = /^(\[.*\]|.*?)(?::(\d+))?$/.exec(isIPv6(entry) ? `[${entry}]` : entry.toLowerCase());
      const name = (match?.[1] ?? '').replace(/^\*?\.|^\[|\]$/g, '');
      if (match?.[2] !== undefined && match[2] !== port) return false;
      return host.toLowerCase() === name || host.toLowerCase().endsWith(`.${name}`);
    });
}

/** `Proxy-Authorization` for a proxy URL that contains a user; otherwise null. */
export function proxyAuthorization(proxy: URL): string | null {
  if (proxy.username === '') return null;
  const user = `${decoded(proxy.username)}:${decoded(proxy.password)}`;
  return `Basic ${Buffer.from(user).toString('base64')}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that escapes nothing is meant literally.
    return text;
  }
}
