import { simulatedScenario } from '../../core/endpointConfig.ts';
import { UserError } from '../../core/errors.ts';
import { isAwsAddress } from '../../endpoints/aws/awsConfig.ts';
import type { EndpointSecrets } from '../../endpoints/endpoint.ts';
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
  const tokenEnv = kind?.awsProviders?.[config.provider];
  if (tokenEnv !== undefined) return awsToken(config, tokenEnv, secrets, environment);
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

/**
 * What an endpoint's adapter is built with. The simulator takes any AWS keys, so that it can be used
 * without having some; else those handed over hold, or what the AWS tools find.
 */
export function endpointSecrets(
  config: EndpointConfig,
  secrets: Secrets,
  environment: Readonly<Record<string, string | undefined>>,
): EndpointSecrets {
  const simulated = simulatedScenario(config.baseUrl) !== null;
  return {
    apiKey: apiKeyOf(config, secrets, environment),
    aws: simulated ? { accessKeyId: 'simulated', secretAccessKey: 'simulated' } : secrets.aws,
  };
}

/** What is said of this endpoint, keys or a profile, goes before what the environment says of all. */
function awsToken(
  { baseUrl, profile }: { baseUrl?: string | undefined; profile?: string | undefined },
  tokenEnv: string | null,
  { aws }: Secrets,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (tokenEnv === null || aws !== undefined || profile !== undefined) return undefined;
  return (isAwsAddress(baseUrl) && environment[tokenEnv]) || undefined;
}

function sameOrigin(a: string, b: string): boolean {
  return URL.parse(a)?.origin === URL.parse(b)?.origin;
}
