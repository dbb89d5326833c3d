import { UserError } from '../../core/base/errors.ts';
import { simulatedScenario } from '../../core/plan/endpointConfig.ts';
import { type EndpointConfig, endpointConfigSchema, kindOf } from '../../endpoints/kinds.ts';
import { addressOf } from '../../endpoints/shared/servers.ts';

/** One of the user's endpoints. Its id never changes, because keys refer to it. */
export interface SavedEndpoint {
  readonly id: string;
  readonly config: EndpointConfig;
}

/** The endpoint that everyone has: the built-in server, which needs no key and no account. */
export const simulatedEndpoint = {
  kind: 'openai-chat',
  provider: 'simulated',
  model: 'simulated-model',
  name: 'Simulated endpoint',
  baseUrl: 'simulated:',
} as const;

export function isSimulated(config: EndpointConfig): boolean {
  return simulatedScenario(config.baseUrl) !== null;
}

/** Whether it is a model of the editor, which has no address and needs no key. */
export function isOfEditor({ kind }: EndpointConfig): boolean {
  return kindOf(kind).defaultBaseUrl === null;
}

export function needsNoKey(config: EndpointConfig): boolean {
  return isSimulated(config) || isOfEditor(config);
}

export function endpointLabel(config: EndpointConfig): string {
  return config.name ?? config.model;
}

/** Scheme, host and port that requests go to; null for the built-in simulator and the editor's models. */
export function originOf(config: EndpointConfig): string | null {
  if (needsNoKey(config)) return null;
  return new URL(addressOf(kindOf(config.kind), config)).origin;
}

/** Where the model runs, as lists show it. */
export function placeOf(config: EndpointConfig): string {
  if (isOfEditor(config)) return `${config.provider} in VS Code`;
  return isSimulated(config)
    ? 'built in'
    : new URL(originOf(config) ?? '').host.replace('.your-region.', '.');
}

/** The icon in lists. */
export function endpointIcon(config: EndpointConfig): string {
  if (isOfEditor(config)) return 'sparkle';
  return isSimulated(config) ? 'beaker' : 'server';
}

/** Checks a configuration. Throws UserError, which names the field. */
export function checkEndpoint(value: unknown): EndpointConfig {
  const result = endpointConfigSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.message.endsWith('.')) throw new UserError(issue.message);
  const field = issue?.path.join('.') || 'kind';
  throw new UserError(`The endpoint’s \`${field}\` is not valid: ${issue?.message ?? 'unknown reason'}.`);
}
