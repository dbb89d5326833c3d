import { UserError } from '../../core/base/errors.ts';
import { isThisMachine } from '../../core/base/thisMachine.ts';
import { type EndpointConfig, kindOf } from '../../endpoints/kinds.ts';
import { addressOf, isReachedWithAws } from '../../endpoints/shared/servers.ts';
import type { Diagnostic } from '../../protocol/run.ts';

/** Headers that carry a key by themselves. */
const keyHeader = /^(proxy-)?authorization$|^cookie$|api-?key$|-token$/i;

/** Whether what is sent to this address can be read by everyone on the way to another machine. */
export function isReadableOnTheWay(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.protocol === 'http:' && !isThisMachine(url.hostname);
}

/** Whether a key of the endpoint would go unencrypted over a network. */
function sendsKeyInsecurely(config: EndpointConfig, apiKey: string | undefined): boolean {
  const kind = kindOf(config.kind);
  if (!isReadableOnTheWay(addressOf(kind, config))) return false;
  const inHeaders = Object.keys(config.headers ?? {}).some(name => keyHeader.test(name));
  return apiKey !== undefined || inHeaders || isReachedWithAws(kind, config);
}

/** Throws UserError for a key that would go unencrypted over a network, unless the configuration allows it. */
export function refuseInsecureKey(config: EndpointConfig, apiKey: string | undefined): void {
  if (config.allowInsecureKey || !sendsKeyInsecurely(config, apiKey)) return;
  const { host } = new URL(addressOf(kindOf(config.kind), config));
  throw new UserError(
    `The key would go unencrypted to ${host}, and everyone on the way could read it: use https:// in "baseUrl". If you accept that, set "allowInsecureKey" to true (--allow-insecure-key).`,
  );
}

/** What a report says of a key that went unencrypted over a network. */
export function insecureKeyDiagnostics(config: EndpointConfig, apiKey: string | undefined): Diagnostic[] {
  if (!sendsKeyInsecurely(config, apiKey)) return [];
  const { host } = new URL(addressOf(kindOf(config.kind), config));
  return [
    {
      id: 'insecure-key',
      severity: 'warning',
      message: `The key went unencrypted to ${host} ("allowInsecureKey"): everyone on the way could read it.`,
      advice: 'Give the server a certificate, use https:// in "baseUrl", and replace the key.',
    },
  ];
}
