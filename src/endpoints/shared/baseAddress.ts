import { simulatedScenario } from '../../core/plan/endpointConfig.ts';
import type { EndpointKind, EndpointPreset } from '../contract/endpointKind.ts';
import { apiPaths, otherPaths } from './apiPaths.ts';
import { presetsAt } from './servers.ts';

/** What an address is checked against. */
export interface AddressConfig {
  baseUrl: string;
  /** Empty = not known yet. */
  model: string;
  provider?: string | undefined;
  apiVersion?: string | undefined;
  /** SageMaker's own name of its endpoint. */
  endpointName?: string | undefined;
}

/** An address as requests use it, or a sentence that says what to give instead. */
export type ReadAddress = { baseUrl: string; apiVersion?: string } | { problem: string };

/** The first part of a check that failed. */
class AddressProblem extends Error {
  override readonly name = 'AddressProblem';
}

/**
 * Reads the base URL of an endpoint as people write it: what follows it in the address of a request is
 * removed, so that a whole URL can be pasted. Every base URL comes through here, wherever it is from. The
 * sentence of a problem begins with `name`, and quotes neither a password nor a query.
 */
export function readAddress(kind: EndpointKind, config: AddressConfig, name = '"baseUrl"'): ReadAddress {
  const text = config.baseUrl.trim();
  try {
    if (simulatedScenario(text) !== null) return { baseUrl: simulated(text, name) };
    const url = urlOf(text, name);
    removeRequestPath(url, kind, config, name);
    const apiVersion = takeQuery(url, kind, config, name);
    if (apiVersion === undefined && config.apiVersion === undefined) url.pathname = completed(url, kind);
    const baseUrl = `${url.origin}${url.pathname === '/' ? '' : url.pathname}${url.search}`;
    return { baseUrl, ...(apiVersion !== undefined && { apiVersion }) };
  } catch (error) {
    if (error instanceof AddressProblem) return { problem: error.message };
    throw error;
  }
}

function simulated(text: string, name: string): string {
  if (/^simulated:[\w-]*$/.test(text)) return text;
  throw new AddressProblem(`${name} must name one scenario after "simulated:", such as simulated:fast.`);
}

function urlOf(text: string, name: string): URL {
  if (/\s/.test(text))
    throw new AddressProblem(`${name} contains a space: give only the address of the API.`);
  if (text === '')
    throw new AddressProblem(`${name} is empty: give the address of the API, or leave it out.`);
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined)
    throw new AddressProblem(`${name} must begin with http:// or https://${guess(text)}.`);
  if (scheme !== 'http' && scheme !== 'https') {
    throw new AddressProblem(
      `${name} begins with ${scheme}://, but requests are sent over http:// or https://: give that address of the API.`,
    );
  }
  const url = URL.parse(text);
  if (url === null) throw new AddressProblem(`${name} is not a valid URL: check it for typing errors.`);
  if (url.username !== '' || url.password !== '') {
    throw new AddressProblem(
      `${name} contains a user name or password, which is never sent: remove it and set the API key instead.`,
    );
  }
  url.hash = '';
  url.pathname = url.pathname.replace(/\/{2,}/g, '/').replace(/\/$/, '');
  return url;
}

/** The address that was probably meant, where only the scheme is missing. */
function guess(text: string): string {
  const [, host = '', rest = ''] =
    /^((?:[\w-]+\.)*[\w-]+(?::\d+)?|\[[\da-f:]+\](?::\d+)?)((?:\/[\w./:-]*)?)$/i.exec(text) ?? [];
  if (host === '' || !/[.:]|^localhost$/.test(host)) return '';
  const isLocal = /^localhost\b|^\[|^[\d.]+(?::|$)|:\d+$/.test(host);
  return `, for example ${isLocal ? 'http' : 'https'}://${host}${rest}`;
}

/** Removes what the API adds to a base URL, as often as it is there. */
function removeRequestPath(url: URL, kind: EndpointKind, config: AddressConfig, name: string): void {
  for (let before = ''; before !== url.pathname; ) {
    before = url.pathname;
    const own = apiPaths.find(({ kinds, end }) => kinds.includes(kind.id) && end.test(before));
    if (own) {
      checkModel(own.end.exec(before)?.[1], config, name);
      url.pathname = before.replace(own.end, '');
    }
    url.pathname = url.pathname.replace(/(\/v\d+(?:alpha|beta)?\d*)\1+$/, '$1').replace(/(.)\/$/, '$1');
    // The SDK adds this version itself.
    if (kind.id === 'anthropic-messages') url.pathname = url.pathname.replace(/\/v1$/, '');
  }
  refuseOtherApis(url, kind, name);
}

function refuseOtherApis({ host, pathname }: URL, kind: EndpointKind, name: string): void {
  const other = apiPaths.find(({ end }) => end.test(pathname));
  const isGeminisOpenAI = kind.id === 'google-gemini' && /\/openai$/.test(pathname);
  const wanted = other?.kinds[0] ?? (isGeminisOpenAI ? 'openai-chat' : undefined);
  if (wanted !== undefined) {
    throw new AddressProblem(
      `${name} is an address of another API: set "kind" (--endpoint) to ${wanted}, or give the base URL of ${kind.id}.`,
    );
  }
  const unknown = otherPaths.find(({ end }) => end.test(`${host}${pathname}`));
  if (unknown === undefined) return;
  throw new AddressProblem(`${name} is an address of ${unknown.what}: give the base URL of ${kind.id}.`);
}

/** The model of an address would be ignored, because the plan names one as well. */
function checkModel(found: string | undefined, config: AddressConfig, name: string): void {
  const wanted = config.endpointName ?? config.model;
  if (
    found === undefined ||
    wanted === '' ||
    decoded(found) === wanted ||
    wanted.endsWith(`/${decoded(found)}`)
  )
    return;
  throw new AddressProblem(
    `${name} names the model "${decoded(found)}", but "model" is "${wanted}": set "model", and give only the base URL.`,
  );
}

/** Removes from the query what is said in another way. Returns the version of Azure's API. */
function takeQuery(url: URL, kind: EndpointKind, config: AddressConfig, name: string): string | undefined {
  const { searchParams } = url;
  if (kind.id === 'google-gemini') {
    if (searchParams.has('alt')) searchParams.delete('alt');
    if (searchParams.has('key')) {
      throw new AddressProblem(
        `${name} contains an API key, and addresses are saved in plain text: remove "key" from it, and set ${kind.apiKeyEnv}.`,
      );
    }
  }
  if (kind.awsProviders?.[config.provider ?? ''] !== undefined && url.search !== '') {
    throw new AddressProblem(`${name} has a query ("?..."), which requests to AWS cannot have: remove it.`);
  }
  const version = searchParams.get('api-version');
  if (version === null || !isClassicAzure(url) || !kind.id.startsWith('openai-')) return undefined;
  searchParams.delete('api-version');
  if (config.apiVersion !== undefined && config.apiVersion !== version) {
    throw new AddressProblem(
      `${name} has another version of the API than "apiVersion" ("${config.apiVersion}"): remove one of them.`,
    );
  }
  return version;
}

/** Azure's addresses that need a version; those under `/openai/v1` take one as an option. */
function isClassicAzure({ hostname, pathname }: URL): boolean {
  if (/\/openai(?:\/deployments\/[^/]+)?$/.test(pathname)) return true;
  return pathname === '/' && hostname.endsWith('.azure.com');
}

/** The path with what is missing at a known server. Its own path is the only one where it has this API. */
function completed(url: URL, kind: EndpointKind): string {
  const { pathname } = url;
  const path = pathname === '/' ? '' : pathname;
  if (path === '' && url.port === '11434' && kind.id.startsWith('openai-')) return '/v1';
  const paths = presetsAt(kind, url).filter(isPublic).map(pathOf);
  if (paths.includes(path)) return pathname;
  const isPart = (whole: string) => path === '' || whole.startsWith(`${path}/`) || whole.endsWith(path);
  return paths.find(isPart) ?? pathname;
}

function isPublic({ baseUrl }: EndpointPreset): boolean {
  return new URL(baseUrl).hostname !== 'localhost';
}

function pathOf({ baseUrl }: EndpointPreset): string {
  return new URL(baseUrl).pathname.replace(/\/$/, '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
