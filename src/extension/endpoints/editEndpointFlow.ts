import type { EndpointConfig } from '../../endpoints/kinds.ts';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { NetworkSettings } from '../../protocol/start.ts';
import { isUserError } from '../host/errorReporter.ts';
import { ask, choose, type PickItem } from '../host/questions/quickInput.ts';
import { type ConfigField, configFields } from './configFields.ts';
import type { EndpointStore } from './endpointStore.ts';
import { chooseKey } from './keyPick.ts';
import { keyQuestion } from './keyQuestion.ts';
import type { KeySource, KeyStore } from './keyStore.ts';
import { chooseModel } from './modelPick.ts';
import { checkEndpoint, endpointLabel, needsNoKey, originOf, type SavedEndpoint } from './savedEndpoint.ts';

export interface EditDeps {
  engine: EnginePort;
  environment: NodeJS.ProcessEnv;
  network: () => NetworkSettings;
  endpoints: EndpointStore;
  keys: KeyStore;
}

/** Shows the endpoint's options until the user leaves. Each change is saved immediately. */
export async function editEndpointFlow(endpoint: SavedEndpoint, deps: EditDeps): Promise<void> {
  let present = endpoint;
  for (;;) {
    const source = (await deps.keys.sources([present])).get(present.id) ?? 'none';
    const answer = await choose<ConfigField | 'key'>(
      { title: `Edit ${endpointLabel(present.config)}` },
      { placeholder: 'What do you want to change?', choices: choicesFor(present.config, source) },
    );
    if (answer === undefined || typeof answer === 'symbol') return;
    present = await (answer === 'key' ? changeKey(present, deps) : changeField(present, answer, deps));
  }
}

const keySources: Record<KeySource, string> = {
  saved: 'saved in this editor',
  variable: 'from the environment',
  profile: 'from an AWS profile',
  machine: 'this machine’s AWS credentials',
  none: 'none',
};

function choicesFor(config: EndpointConfig, keySource: KeySource): PickItem<ConfigField | 'key'>[] {
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
  deps: EditDeps,
): Promise<SavedEndpoint> {
  const { config } = endpoint;
  const value = await askField(endpoint, field, deps);
  if (value === undefined || typeof value === 'symbol') return endpoint;
  const hadKey = (await deps.keys.saved(endpoint)) !== undefined;
  const updated = await deps.endpoints.update(endpoint.id, withField(config, field.key, value));
  // A key is bound to its origin, so a new origin needs its key again.
  const movedAway = hadKey && (await deps.keys.saved(updated)) === undefined;
  return movedAway && originOf(updated.config) !== null ? changeKey(updated, deps) : updated;
}

async function askField(endpoint: SavedEndpoint, field: ConfigField, deps: EditDeps) {
  const { config } = endpoint;
  const { key, label, type } = field;
  if (key === 'model') return askModel(endpoint, deps);
  if (type === 'flag') return !(config as Record<string, unknown>)[key];
  if (type === 'choice') {
    const choices = field.choices.map(value => ({ label: value, value }));
    return choose<string>({ title: label }, { placeholder: label, choices, present: textOf(config, key) });
  }
  return ask(
    { title: label },
    {
      prompt: `${label}. Leave empty for the default`,
      value: textOf(config, key),
      check: value => problemWith(withField(config, key, value)),
    },
  );
}

async function askModel(endpoint: SavedEndpoint, deps: EditDeps) {
  const { config } = endpoint;
  const secrets = await deps.keys.secretsFor(endpoint);
  const offered = deps.engine
    .request('listModels', { endpoint: config, secrets, network: deps.network() })
    .catch(() => []);
  return chooseModel({ title: 'Model' }, config.model, offered);
}

async function changeKey(endpoint: SavedEndpoint, deps: EditDeps): Promise<SavedEndpoint> {
  const { config, id } = endpoint;
  const hasKey = (await deps.keys.saved(endpoint)) !== undefined;
  const answer = await chooseKey(
    { title: `API Key for ${originOf(config)}` },
    keyQuestion(config, deps.engine, deps.environment, hasKey),
  );
  if (answer === undefined || typeof answer === 'symbol' || answer === 'keep') return endpoint;
  if (typeof answer === 'object' && 'secrets' in answer) {
    await deps.endpoints.setKey(endpoint, answer.secrets);
    return endpoint;
  }
  await deps.endpoints.setKey(endpoint, null);
  if (typeof answer === 'object' && 'profile' in answer) {
    return deps.endpoints.update(id, withField(config, 'profile', answer.profile));
  }
  const variable = answer === 'none' ? '' : answer.variable;
  return deps.endpoints.update(id, withField(config, 'apiKeyEnv', variable));
}

/** An empty text stands for the default, which is not stored. */
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
