import { isIP } from 'node:net';
import { simulatedScenario } from '../../core/endpointConfig.ts';
import { UserError } from '../../core/errors.ts';
import { type EndpointConfig, kindOf } from '../../endpoints/kinds.ts';

/** The key to use and the variable it comes from; no key where the server is expected to want none. */
export interface ApiKey {
  value: string | null;
  variable: string;
}

/**
 * Finds the key of an endpoint in the environment: in the variable the configuration names, else in the
 * one of the preset at this address, else in the kind's own. Throws UserError naming the variable when
 * one was named and is not there, or when a server out on the internet would be asked without a key.
 */
export function findApiKey(
  endpoint: EndpointConfig,
  env: Readonly<Record<string, string | undefined>>,
): ApiKey {
  const kind = kindOf(endpoint.kind);
  if (!kind) throw new UserError(`There is no endpoint kind "${endpoint.kind}".`);
  const baseUrl = endpoint.baseUrl ?? kind.defaultBaseUrl;
  const preset = kind.presets.find(({ baseUrl: known }) => sameOrigin(known, baseUrl));
  const variable = endpoint.apiKeyEnv ?? preset?.apiKeyEnv ?? kind.apiKeyEnv;
  if (simulatedScenario(baseUrl) !== null) return { value: null, variable };
  const value = env[variable] || null;
  if (value !== null) return { value, variable };
  if (endpoint.apiKeyEnv !== undefined) {
    throw new UserError(
      `The environment variable ${variable} is not set. Put the API key in it, or name another one with --api-key-env.`,
    );
  }
  if (isPublic(baseUrl)) {
    throw new UserError(
      `No API key for ${new URL(baseUrl).host}: set the environment variable ${variable}, or name the one ` +
        'that holds the key with --api-key-env.',
    );
  }
  return { value: null, variable };
}

function sameOrigin(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && new URL(one).origin === new URL(other).origin;
}

/** A host of the internet, as far as its name tells: not this machine, not a private network, not bare HTTP. */
function isPublic(baseUrl: string): boolean {
  if (!URL.canParse(baseUrl)) return false;
  const { protocol, hostname } = new URL(baseUrl);
  const isName = isIP(hostname.replace(/^\[|\]$/g, '')) === 0;
  return (
    protocol === 'https:' &&
    isName &&
    /\./.test(hostname) &&
    !/\.(local|localhost|internal|lan|test)$/.test(hostname)
  );
}
