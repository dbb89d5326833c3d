import type { EndpointConfig } from '../../endpoints/kinds.ts';
import { isUserError } from '../host/problems.ts';
import { chooseKey } from '../picks/keyPick.ts';
import { chooseModel } from '../picks/modelPick.ts';
import { ask, choose } from '../picks/quickInput.ts';
import type { Services } from '../services.ts';
import { keyVariable } from './keyVariable.ts';
import { checkEndpoint, endpointLabel, isSimulated, originOf, type SavedEndpoint } from './savedEndpoint.ts';

type Needs = Pick<Services, 'engine' | 'environment' | 'network' | 'endpoints' | 'keys'>;

/** Texts that can be changed, with how people call them; a kind without the option does not show it. */
const textFields = {
  name: 'Name',
  baseUrl: 'Address',
  provider: 'Provider',
  apiVersion: 'Azure API Version',
} as const;

type TextField = keyof typeof textFields;
type Field = TextField | 'model' | 'stream' | 'key';

/** Shows the endpoint's fields until the user leaves; every answer is kept at once. */
export async function editEndpointFlow(endpoint: SavedEndpoint, needs: Needs): Promise<void> {
  for (;;) {
    const frame = { title: `Edit ${endpointLabel(endpoint.config)}` };
    const source = (await needs.keys.sources([endpoint])).get(endpoint.id) ?? 'none';
    const field = await choose<Field>(frame, {
      placeholder: 'What is to be changed?',
      choices: fieldsOf(endpoint.config, source),
    });
    if (field === undefined || typeof field === 'symbol') return;
    endpoint = await change(endpoint, field, needs);
  }
}

function fieldsOf(
  config: EndpointConfig,
  keySource: string,
): { label: string; description: string; value: Field }[] {
  const texts = (Object.keys(textFields) as TextField[])
    .filter(field => field !== 'apiVersion' || (config.kind === 'openai-chat' && !isSimulated(config)))
    .map(field => ({
      label: textFields[field],
      description: textOf(config, field) || 'default',
      value: field,
    }));
  const key: { label: string; description: string; value: Field }[] = isSimulated(config)
    ? []
    : [{ label: 'API Key', description: keySource, value: 'key' }];
  return [
    { label: 'Model', description: config.model, value: 'model' },
    ...texts,
    { label: 'Streaming', description: config.stream ? 'yes' : 'no', value: 'stream' },
    ...key,
  ];
}

async function change(endpoint: SavedEndpoint, field: Field, needs: Needs): Promise<SavedEndpoint> {
  const { config } = endpoint;
  switch (field) {
    case 'stream':
      return needs.endpoints.update(endpoint.id, { ...config, stream: !config.stream });
    case 'model':
      return changeModel(endpoint, needs);
    case 'key':
      return changeKey(endpoint, needs);
    default:
      return changeText(endpoint, field, needs);
  }
}

async function changeModel(endpoint: SavedEndpoint, needs: Needs): Promise<SavedEndpoint> {
  const { config } = endpoint;
  const secrets = await needs.keys.secretsFor(endpoint);
  const offered = needs.engine
    .request('listModels', { endpoint: config, secrets, network: needs.network() })
    .catch(() => []);
  const model = await chooseModel({ title: 'Model' }, config.model, offered);
  return typeof model === 'string' ? needs.endpoints.update(endpoint.id, { ...config, model }) : endpoint;
}

async function changeText(endpoint: SavedEndpoint, field: TextField, needs: Needs): Promise<SavedEndpoint> {
  const { config } = endpoint;
  const changed = (text: string) => {
    const { [field]: _before, ...others } = { ...config } as Record<string, unknown>;
    return text === '' ? others : { ...others, [field]: text };
  };
  const text = await ask(
    { title: textFields[field] },
    {
      prompt: `${textFields[field]}; empty for the default`,
      value: textOf(config, field),
      check: value => problemWith(changed(value)),
    },
  );
  if (typeof text !== 'string') return endpoint;
  const hadKey = (await needs.keys.saved(endpoint)) !== undefined;
  const updated = await needs.endpoints.update(endpoint.id, changed(text));
  // A key is bound to its origin: at another one it is asked for again.
  const movedAway = hadKey && (await needs.keys.saved(updated)) === undefined;
  return movedAway && originOf(updated.config) !== null ? changeKey(updated, needs) : updated;
}

async function changeKey(endpoint: SavedEndpoint, needs: Needs): Promise<SavedEndpoint> {
  const { config, id } = endpoint;
  const variable = keyVariable(config);
  const answer = await chooseKey(
    { title: `API Key for ${originOf(config)}` },
    {
      variable,
      variableIsSet: variable !== null && Boolean(needs.environment[variable]),
      usuallyNone: false,
      hasKey: (await needs.keys.saved(endpoint)) !== undefined,
    },
  );
  if (answer === undefined || typeof answer === 'symbol' || answer === 'keep') return endpoint;
  if (typeof answer === 'object' && 'apiKey' in answer) {
    await needs.endpoints.setKey(endpoint, answer.apiKey);
    return endpoint;
  }
  await needs.endpoints.setKey(endpoint, null);
  return answer === 'none' ? endpoint : needs.endpoints.update(id, { ...config, apiKeyEnv: answer.variable });
}

function textOf(config: EndpointConfig, field: TextField): string {
  const value = (config as Record<string, unknown>)[field];
  return typeof value === 'string' ? value : '';
}

function problemWith(config: unknown): string | null {
  try {
    checkEndpoint(config);
    return null;
  } catch (error) {
    if (isUserError(error)) return error.message;
    throw error;
  }
}
