import type { EndpointConfig } from '../../endpoints/kinds.ts';
import type { Services } from '../commands/services.ts';
import { isUserError } from '../host/errorReporter.ts';
import { ask, type Choice, choose } from '../host/questions/quickInput.ts';
import { type ConfigField, configFields } from './configFields.ts';
import { chooseKey } from './keyPick.ts';
import { keyQuestion } from './keyQuestion.ts';
import type { KeySource } from './keyStore.ts';
import { chooseModel } from './modelPick.ts';
import { checkEndpoint, endpointLabel, needsNoKey, originOf, type SavedEndpoint } from './savedEndpoint.ts';

type Needs = Pick<Services, 'engine' | 'environment' | 'network' | 'endpoints' | 'keys'>;

/** Shows the endpoint's options until the user leaves; every answer is kept at once. */
export async function editEndpointFlow(endpoint: SavedEndpoint, needs: Needs): Promise<void> {
  let present = endpoint;
  for (;;) {
    const source = (await needs.keys.sources([present])).get(present.id) ?? 'none';
    const answer = await choose<ConfigField | 'key'>(
      { title: `Edit ${endpointLabel(present.config)}` },
      { placeholder: 'What is to be changed?', choices: choicesFor(present.config, source) },
    );
    if (answer === undefined || typeof answer === 'symbol') return;
    present = await (answer === 'key' ? changeKey(present, needs) : changeField(present, answer, needs));
  }
}

const keySources: Record<KeySource, string> = {
  saved: 'saved in this editor',
  variable: 'from the environment',
  profile: 'from an AWS profile',
  machine: 'this machine’s AWS credentials',
  none: 'none',
};

function choicesFor(config: EndpointConfig, keySource: KeySource): Choice<ConfigField | 'key'>[] {
  const fields = configFields(config)
    .filter(({ key }) => key !== 'apiKeyEnv')
    .map(field => ({
      label: field.label,
      description: textOf(config, field.key) || 'default',
      value: field,
    }));
  if (needsNoKey(config)) return fields;
  return [...fields, { label: 'API key', description: keySources[keySource], value: 'key' }];
}

async function changeField(
  endpoint: SavedEndpoint,
  field: ConfigField,
  needs: Needs,
): Promise<SavedEndpoint> {
  const { config } = endpoint;
  const value = await askField(endpoint, field, needs);
  if (value === undefined || typeof value === 'symbol') return endpoint;
  const hadKey = (await needs.keys.saved(endpoint)) !== undefined;
  const updated = await needs.endpoints.update(endpoint.id, withField(config, field.key, value));
  // A key is bound to its origin: at another one it is asked for again.
  const movedAway = hadKey && (await needs.keys.saved(updated)) === undefined;
  return movedAway && originOf(updated.config) !== null ? changeKey(updated, needs) : updated;
}

async function askField(endpoint: SavedEndpoint, field: ConfigField, needs: Needs) {
  const { config } = endpoint;
  const { key, label, type } = field;
  if (key === 'model') return askModel(endpoint, needs);
  if (type === 'flag') return !(config as Record<string, unknown>)[key];
  if (type === 'choice') {
    const choices = field.choices.map(value => ({ label: value, value }));
    return choose<string>({ title: label }, { placeholder: label, choices, present: textOf(config, key) });
  }
  return ask(
    { title: label },
    {
      prompt: `${label}; empty for the default`,
      value: textOf(config, key),
      check: value => problemWith(withField(config, key, value)),
    },
  );
}

async function askModel(endpoint: SavedEndpoint, needs: Needs) {
  const { config } = endpoint;
  const secrets = await needs.keys.secretsFor(endpoint);
  const offered = needs.engine
    .request('listModels', { endpoint: config, secrets, network: needs.network() })
    .catch(() => []);
  return chooseModel({ title: 'Model' }, config.model, offered);
}

async function changeKey(endpoint: SavedEndpoint, needs: Needs): Promise<SavedEndpoint> {
  const { config, id } = endpoint;
  const hasKey = (await needs.keys.saved(endpoint)) !== undefined;
  const answer = await chooseKey(
    { title: `API Key for ${originOf(config)}` },
    keyQuestion(config, needs.engine, needs.environment, hasKey),
  );
  if (answer === undefined || typeof answer === 'symbol' || answer === 'keep') return endpoint;
  if (typeof answer === 'object' && 'secrets' in answer) {
    await needs.endpoints.setKey(endpoint, answer.secrets);
    return endpoint;
  }
  await needs.endpoints.setKey(endpoint, null);
  if (typeof answer === 'object' && 'profile' in answer) {
    return needs.endpoints.update(id, withField(config, 'profile', answer.profile));
  }
  const variable = answer === 'none' ? '' : answer.variable;
  return needs.endpoints.update(id, withField(config, 'apiKeyEnv', variable));
}

/** An empty text stands for the default, which is not written down. */
function withField(config: EndpointConfig, key: string, value: string | boolean): Record<string, unknown> {
  const { [key]: _before, ...others } = config as Record<string, unknown>;
  return value === '' ? others : { ...others, [key]: value };
}

function textOf(config: EndpointConfig, key: string): string {
  const value = (config as Record<string, unknown>)[key];
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
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
