import { UserError } from '../../core/base/errors.ts';
import { simulatedScenario } from '../../core/plan/endpointConfig.ts';
import type { EndpointSecrets } from '../../endpoints/contract/endpoint.ts';
import type { EndpointPreset } from '../../endpoints/contract/endpointKind.ts';
import { type EndpointConfig, kindOf } from '../../endpoints/kinds.ts';
import { isReachedWithAws, keyVariableOf, presetOf } from '../../endpoints/shared/servers.ts';
import type { Secrets } from '../../protocol/start.ts';
import { refuseInsecureKey } from './insecureKey.ts';

/**
 * The key of an endpoint: the one in `secrets`, else the one in its environment variable
 * (`keyVariableOf`). undefined = send none. Throws UserError if a key is needed and there is none.
 */
export function apiKeyOf(
  config: EndpointConfig,
  secrets: Secrets,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (simulatedScenario(config.baseUrl) !== null) return undefined;
  // A key that was pasted or read from a file often ends with a line break.
  const given = secrets.apiKey?.trim();
  if (given) return given;
  const kind = kindOf(config.kind);
  const variable = keyVariableOf(kind, config);
  if (variable === null) return undefined;
  const named = config.apiKeyEnv !== undefined;
  if (!named && isReachedWithAws(kind, config)) return awsToken(config, variable, secrets, environment);
  const key = environment[variable]?.trim();
  if (key) return key;
  if (named) throw new UserError(`The environment variable ${variable} ("apiKeyEnv") is not set.`);
  const preset = presetOf(kind, config);
  const token = environment[preset?.bearerEnv ?? '']?.trim();
  if (token) return token;
  if (!preset || isOnThisMachine(preset)) return undefined;
  const { label, provider } = preset;
  const signed = isReachedWithAws(kind, { provider })
    ? `, or set "provider" to "${provider}" (--provider) to use your AWS credentials`
    : '';
  throw new UserError(
    `${label} needs an API key: set ${variable}, or name another variable with "apiKeyEnv" (--api-key-env)${signed}.`,
  );
}

/** Too short to be treated as secrets, which are masked in every text. */
const placeholderKeys = { accessKeyId: 'none', secretAccessKey: 'none' };

/**
 * The secrets that an endpoint's adapter is built with. The simulator accepts any AWS keys, so it gets
 * placeholders. Other endpoints get the keys in `secrets`; without those the AWS tools find them. Throws
 * UserError for a key that everyone on the way could read.
 */
export function endpointSecrets(
  config: EndpointConfig,
  secrets: Secrets,
  environment: Readonly<Record<string, string | undefined>>,
): EndpointSecrets {
  const simulated = simulatedScenario(config.baseUrl) !== null;
  const apiKey = apiKeyOf(config, secrets, environment);
  refuseInsecureKey(config, apiKey);
  return {
    apiKey,
    ...(apiKey !== undefined && { keyVariable: sourceOf(apiKey, config, environment) }),
    aws: simulated ? placeholderKeys : secrets.aws,
  };
}

/** The variable that has this key; null = none. The command line passes on the key that it found in one. */
function sourceOf(
  key: string,
  config: EndpointConfig,
  environment: Readonly<Record<string, string | undefined>>,
): string | null {
  const kind = kindOf(config.kind);
  const variables = [keyVariableOf(kind, config), presetOf(kind, config)?.bearerEnv];
  return variables.find(variable => variable && environment[variable]?.trim() === key) ?? null;
}

/** Keys or a profile for this endpoint take precedence over the environment's token, which is for all. */
function awsToken(
  { profile }: EndpointConfig & { profile?: string | undefined },
  tokenEnv: string,
  { aws }: Secrets,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (aws !== undefined || profile !== undefined) return undefined;
  return environment[tokenEnv]?.trim() || undefined;
}

/** A local server may or may not need a key. */
function isOnThisMachine({ baseUrl }: EndpointPreset): boolean {
  return new URL(baseUrl).hostname === 'localhost';
}
