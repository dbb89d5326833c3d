import { BlockList, isIP, isIPv6 } from 'node:net';
import { UserError } from '../../core/base/errors.ts';
import { isThisMachine } from '../../core/base/thisMachine.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for a URL: `explicit` (a setting), else HTTPS_PROXY, HTTP_PROXY or ALL_PROXY. NO_PROXY lists
 * exceptions (`*`, hosts, domain suffixes, `host:port`, networks). This machine is always reached directly.
 */
export function proxyFor(url: URL, explicit: string | undefined, environment: Environment): URL | null {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isThisMachine(host)) return null;
  const read = (name: string) => environment[name.toLowerCase()] || environment[name] || undefined;
  if (isExcepted(url, host, read('NO_PROXY') ?? '')) return null;
  const text =
    explicit || read(url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') || read('ALL_PROXY');
  return text ? proxyUrl(text.trim()) : null;
}

function proxyUrl(text: string): URL {
  const [, scheme = 'http'] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text) ?? [];
  if (/^socks/i.test(scheme)) {
    throw new UserError(
      'SOCKS proxies are not supported: give the http:// address of a proxy in HTTPS_PROXY, HTTP_PROXY or ALL_PROXY (in the editor http.proxy), or except this server with NO_PROXY.',
    );
  }
  const proxy = URL.parse(text.includes('://') ? text : `http://${text}`);
  if (proxy && (proxy.protocol === 'http:' || proxy.protocol === 'https:')) return proxy;
  throw new UserError('The proxy must be an http:// or https:// address: check http.proxy or HTTPS_PROXY.');
}

/** `host`: without brackets. Domains match with and without a dot in front, addresses also by their network. */
function isExcepted(url: URL, host: string, list: string): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const name = host.toLowerCase().replace(/\.$/, '');
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(entry => entry !== '')
    .some(entry => {
      if (entry === '*') return true;
      if (entry.includes('/')) return isIn(name, entry);
      const match = /^(\[.*\]|.*?)(?::(\d+))?$/.exec(isIPv6(entry) ? `[${entry}]` : entry);
      const [, excepted = '', onlyPort = port] = match ?? [];
      if (onlyPort !== port) return false;
      if (isIP(name) !== 0) return name === address(excepted);
      const domain = excepted.replace(/^\*?\./, '').replace(/\.$/, '');
      return domain !== '' && (name === domain || name.endsWith(`.${domain}`));
    });
}

/** Whether an address is in a network such as `10.0.0.0/8` or `fd00::/8`. */
function isIn(host: string, network: string): boolean {
  const [start = '', bits = ''] = network.replace(/[[\]]/g, '').split('/');
  const family = isIP(start);
  if (family === 0 || family !== isIP(host) || !/^\d+$/.test(bits)) return false;
  if (Number(bits) > (family === 4 ? 32 : 128)) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(start, Number(bits), type);
  return list.check(host, type);
}

/** An address as URLs write it: IPv6 in its shortest form, without brackets. */
function address(text: string): string {
  const bare = text.replace(/^\[|\]$/g, '');
  return isIPv6(bare) ? new URL(`http://[${bare}]`).hostname.slice(1, -1) : bare;
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
