import type { EndpointConfigBase } from '../../core/plan/endpointConfig.ts';
import type { EndpointSecrets } from '../contract/endpoint.ts';
import type { EndpointKind } from '../contract/endpointKind.ts';
import { bearerVariableOf, keyVariableOf } from './servers.ts';

/** What to do if a server refuses the key or the AWS credentials of an endpoint; '' = nothing is known of them. */
export function keyAdvice(
  kind: EndpointKind,
  config: EndpointConfigBase & { profile?: string | undefined },
  { apiKey, keyVariable }: EndpointSecrets,
): string {
  const token = bearerVariableOf(kind, config);
  if (apiKey === undefined)
    return token === undefined ? withoutKey(kind, config) : ofAws(config.profile, token);
  const source = keySource({ apiKey, keyVariable });
  if (source === '') return '';
  return token === undefined
    ? `Check the API key ${source}.`
    : `Check the bearer token ${source}: it may have expired, or belong to another "region" (--region).`;
}

function withoutKey(kind: EndpointKind, config: EndpointConfigBase): string {
  const variable = keyVariableOf(kind, config) ?? kind.apiKeyEnv;
  if (variable === null) return '';
  return `No API key was sent: name the environment variable that holds it with "apiKeyEnv" (--api-key-env), e.g. ${variable}.`;
}

function ofAws(profile: string | undefined, token: string | null): string {
  const credentials =
    profile === undefined
      ? 'the credentials that the AWS tools find (environment, profile, SSO, role)'
      : `the credentials of the profile "${profile}"`;
  const alternative = token === null ? '' : `, or set ${token}`;
  return `AWS refused ${credentials}: sign in again with your AWS tools, choose another "profile" (--profile)${alternative}. Also check "region" (--region).`;
}

/** Where the key of an endpoint is from, as words behind "the API key"; '' = there is none, or it is not known. */
export function keySource({ apiKey, keyVariable }: EndpointSecrets): string {
  if (apiKey === undefined || keyVariable === undefined) return '';
  return keyVariable === null ? 'saved for this endpoint' : `in the environment variable ${keyVariable}`;
}
