import { type EndpointConfig, kindOf } from '../../endpoints/kinds.ts';
import { bearerVariableOf, keyVariableOf } from '../../endpoints/shared/servers.ts';

/** What to do about a server that refused who asked: with which key or AWS credentials, or with none. */
export function refusedKey(endpoint: EndpointConfig, keySent: boolean): string {
  const kind = kindOf(endpoint.kind);
  const variable = keyVariableOf(kind, endpoint) ?? kind.apiKeyEnv ?? '';
  const token = bearerVariableOf(kind, endpoint);
  if (token === undefined) {
    return keySent
      ? `The server refused the API key in the environment variable ${variable}.`
      : `The server wants an API key and none was sent: name the environment variable that holds it, e.g. --api-key-env ${variable}.`;
  }
  if (keySent) {
    return `AWS refused the bearer token in the environment variable ${variable}: it may have expired, or belong to another region than --region says.`;
  }
  const { profile } = endpoint as { profile?: string | undefined };
  const whose =
    profile === undefined
      ? 'the credentials that the AWS tools find (environment, profile, SSO, role)'
      : `the credentials of the profile "${profile}"`;
  const or = token === null ? '' : `, or set ${token}`;
  return `AWS refused ${whose}: sign in again with your AWS tools, name another profile with --profile${or}; check --region.`;
}
