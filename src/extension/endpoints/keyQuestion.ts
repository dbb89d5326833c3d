import { type EndpointConfig, kindOf } from '../../endpoints/kinds.ts';
import { bearerVariableOf, isReachedWithAws, keyVariableOf } from '../../endpoints/shared/servers.ts';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { KeyQuestion } from './keyPick.ts';
import type { SecretKind } from './secretInputs.ts';

/** What to ask about an endpoint's key: where it can come from, and what having none means. */
export function keyQuestion(
  config: EndpointConfig,
  engine: EnginePort,
  environment: NodeJS.ProcessEnv,
  hasKey: boolean,
): KeyQuestion {
  const kind = kindOf(config.kind);
  const variable = keyVariableOf(kind, config);
  const usesAws = isReachedWithAws(kind, config);
  return {
    variable,
    variableIsSet: variable !== null && Boolean(environment[variable]),
    none: usesAws
      ? { label: 'This Machine’s AWS Credentials', description: 'as the AWS tools find them' }
      : { label: 'No Key', description: 'for servers that need none' },
    usuallyNone: usesAws || variable === null,
    hasKey,
    typed: typedSecretsOf(config),
    profiles: usesAws ? () => engine.request('listAwsProfiles', null).catch(() => []) : null,
  };
}

/** The kinds of secret that can be typed for an endpoint: an API key, AWS access keys, or either. */
export function typedSecretsOf(config: EndpointConfig): readonly SecretKind[] {
  const bearerToken = bearerVariableOf(kindOf(config.kind), config);
  if (bearerToken === undefined) return ['apiKey'];
  return bearerToken === null ? ['awsKeys'] : ['awsKeys', 'apiKey'];
}
