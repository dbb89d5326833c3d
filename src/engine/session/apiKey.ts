import { simulatedScenario } from '../../core/endpointConfig.ts';
import { UserError } from '../../core/errors.ts';
import { type EndpointConfig, kindOf } from '../../endpoints/kinds.ts';
import type { Secrets } from '../../protocol/engine.ts';

/**
 * The key of an endpoint: the one handed over, else the variable the configuration names, else the
 * kind's own variable, but that only for the provider's own address: a key never goes to a server it
 * was not meant for. undefined = send none.
 */
export function apiKeyOf(
  config: EndpointConfig,
  secrets: Secrets,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (simulatedScenario(config.baseUrl) !== null) return undefined;
  if (secrets.apiKey) return secrets.apiKey;
  if (config.apiKeyEnv !== undefined) {
    const key = environment[config.apiKeyEnv];
    if (!key) throw new UserError(`The environment variable ${config.apiKeyEnv} ("apiKeyEnv") is not set.`);
    return key;
  }
  const kind = kindOf(config.kind);
  if (!kind || (config.baseUrl !== undefined && !sameOrigin(config.baseUrl, kind.defaultBaseUrl)))
    return undefined;
  const key = environment[kind.apiKeyEnv];
  if (!key) {
    throw new UserError(
      `${kind.label} needs an API key: set ${kind.apiKeyEnv}, or name another variable with "apiKeyEnv" (--api-key-env).`,
    );
  }
  return key;
}

function sameOrigin(a: string, b: string): boolean {
  return URL.parse(a)?.origin === URL.parse(b)?.origin;
}
