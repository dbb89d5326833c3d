import { UserError } from '../../core/base/errors.ts';
import { typedSecretsOf } from '../endpoints/keyQuestion.ts';
import { endpointLabel, originOf } from '../endpoints/savedEndpoint.ts';
import { askSecrets, chooseSecret } from '../endpoints/secretInputs.ts';
import type { Command } from './command.ts';
import { endpointTarget } from './commandTargets.ts';
import type { Services } from './services.ts';

/** Set API Key: saves the key for this endpoint, for its present origin only. */
export function setApiKey(services: Pick<Services, 'endpoints' | 'endpointsView'>): Command {
  return {
    id: 'llmeter.endpoint.setKey',
    run: async (...args) => {
      const endpoint = await endpointTarget('Set API Key', args, services);
      if (!endpoint) return;
      const origin = originOf(endpoint.config);
      if (origin === null) throw new UserError(`“${endpointLabel(endpoint.config)}” needs no API key.`);
      const frame = { title: `API Key of ${endpointLabel(endpoint.config)} for ${origin}` };
      const kind = await chooseSecret(frame, typedSecretsOf(endpoint.config));
      if (typeof kind !== 'string') return;
      const secrets = await askSecrets(frame, kind);
      if (typeof secrets === 'object') await services.endpoints.setKey(endpoint, secrets);
    },
  };
}
