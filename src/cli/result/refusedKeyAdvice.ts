import { type EndpointConfig, kindOf } from '../../endpoints/kinds.ts';
import { bearerVariableOf, keyVariableOf } from '../../endpoints/shared/servers.ts';

/** What to do when a server refuses authentication, depending on the key or AWS credentials that were sent. */
export function refusedKeyAdvice(endpoint: EndpointConfig, keySent: boolean): string {
  const kind = kindOf(endpoint.kind);
  const variable = keyVariableOf(kind, endpoint) ?? kind.apiKeyEnv ?? '';
  const token = bearerVariableOf(kind, endpoint);
  if (token === undefined) {
    return keySent
      ? `The server refused the API key in the environment variable ${variable}.`
      : `The server requires an API key, but none was sent. Name the environment variable that holds it, e.g. --api-key-env ${variable}.`;
  }
  if (keySent) {
    return `AWS refused the bearer token in the environment variable ${variable}. It may have expired, or belong to another region than --region.`;
  }
  const { profile } = endpoint as { profile?: string | undefined };
  const credentials =
    profile === undefined
      ? 'the credentials that the AWS tools find (environment, profile, SSO, role)'
      : `the credentials of the profile "${profile}"`;
  const alternative = token === null ? '' : `, or set ${token}`;
  return `AWS refused ${credentials}. Sign in again with your AWS tools, choose another profile with --profile${alternative}. Also check --region.`;
}
