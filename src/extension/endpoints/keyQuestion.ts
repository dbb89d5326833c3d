import { type EndpointConfig, keyVariableOf, kindOf } from '../../endpoints/kinds.ts';
import type { KeyQuestion } from '../picks/keyPick.ts';

/** What to ask about the key of an endpoint: which variable it may be in, and what "none" means there. */
export function keyQuestion(
  config: EndpointConfig,
  environment: NodeJS.ProcessEnv,
  hasKey: boolean,
): KeyQuestion {
  const variable = keyVariableOf(config);
  const usesAws = kindOf(config.kind)?.awsProviders?.[config.provider] !== undefined;
  return {
    variable,
    variableIsSet: variable !== null && Boolean(environment[variable]),
    none: usesAws
      ? { label: 'This Machine’s AWS Credentials', description: 'as the AWS tools find them' }
      : { label: 'No Key', description: 'for servers that want none' },
    usuallyNone: usesAws || variable === null,
    hasKey,
  };
}
