import { resolve } from 'node:path';
import { UserError } from '../../core/base/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/base/jsonValue.ts';
import { thinkingOf, tokenizerOf } from './payloadFlags.ts';

/** The flags of `llmeter run` that stand for plan values, as commander hands them over. */
export interface PlanFlags {
  endpoint?: string;
  model?: string;
  baseUrl?: string;
  provider?: string;
  region?: string;
  profile?: string;
  stream?: boolean;
  apiKeyEnv?: string;
  header?: string[];
  prompt?: string[];
  system?: string;
  attach?: string[];
  thinking?: string;
  cachePoint?: string;
  payload?: string;
  maxTokens?: number;
  clients?: number;
  requests?: number;
  distribute?: boolean;
  duration?: string;
  warmup?: number;
  rampUp?: string;
  timeout?: string;
  retries?: number;
  seed?: number;
  lowMemory?: boolean;
  tokenizer?: string;
  sloTtft?: string;
  sloTtlt?: string;
  sloTpot?: string;
  prices?: string;
  budget?: number;
  output?: string;
  name?: string;
  description?: string;
}

/** A value that excludes others of the plan: the flag wins over what the file says. */
const rivals: Readonly<Record<string, readonly string[]>> = {
  prompt: ['payload'],
  payload: ['prompt', 'system', 'attachments', 'thinking', 'cachePoint', 'maxTokens'],
  requests: ['duration', 'distribute'],
  duration: ['requests', 'distribute'],
  distribute: ['requests', 'duration'],
};

/**
 * The plan with the flags laid over it; a flag that was not given changes nothing.
 * @param folder where the paths among the flags start; they are made absolute if the plan's start elsewhere
 * @param planFolder where the plan's own relative paths start
 */
export function withFlags(
  plan: JsonObject,
  flags: PlanFlags,
  folder: string,
  planFolder: string = folder,
): JsonObject {
  const path = (value: string) =>
    folder === planFolder || value.startsWith('s3://') ? value : resolve(folder, value);
  const given = compact({
    name: flags.name,
    description: flags.description,
    prompt: flags.prompt?.length === 1 ? flags.prompt[0] : flags.prompt,
    system: flags.system,
    attachments: flags.attach?.map(path),
    thinking: flags.thinking && thinkingOf(flags.thinking),
    cachePoint: flags.cachePoint && { after: flags.cachePoint },
    maxTokens: flags.maxTokens,
    payload: flags.payload && path(flags.payload),
    clients: flags.clients,
    requests: flags.requests,
    distribute: flags.distribute,
    duration: number(flags.duration),
    warmup: flags.warmup,
    rampUp: number(flags.rampUp),
    timeout: number(flags.timeout),
    retries: flags.retries,
    seed: flags.seed,
    lowMemory: flags.lowMemory,
    tokenizer: flags.tokenizer && tokenizerOf(flags.tokenizer, path),
    output: flags.output && path(flags.output),
  });
  const overruled = Object.keys(given)
    .flatMap(key => rivals[key] ?? [])
    .filter(key => !(key in given));
  const kept = Object.fromEntries(Object.entries(plan).filter(([key]) => !overruled.includes(key)));
  return {
    ...kept,
    ...given,
    ...group(plan, 'endpoint', endpointFlags(plan, flags)),
    ...group(plan, 'cost', compact({ prices: flags.prices && path(flags.prices), budget: flags.budget })),
    ...group(plan, 'slo', compact({ ttft: flags.sloTtft, ttlt: flags.sloTtlt, tpot: flags.sloTpot })),
  };
}

function endpointFlags(plan: JsonObject, flags: PlanFlags): JsonObject {
  const endpoint = plan['endpoint'];
  const headers = flags.header && Object.fromEntries(flags.header.map(parseHeader));
  const written = isJsonObject(endpoint) && isJsonObject(endpoint['headers']) ? endpoint['headers'] : {};
  return compact({
    kind: flags.endpoint,
    model: flags.model,
    baseUrl: flags.baseUrl,
    provider: flags.provider,
    region: flags.region,
    profile: flags.profile,
    stream: flags.stream,
    apiKeyEnv: flags.apiKeyEnv,
    headers: headers && { ...written, ...headers },
  });
}

/** Names of headers that carry a key with the providers we know, and whatever looks like them. */
const secretHeader = /^(proxy-)?authorization$|^cookie$|key$|token|secret|credential|password/i;

function parseHeader(text: string): [string, string] {
  const match = /^\s*([!#$%&'*+.^_`|~\w-]+)\s*:\s*(.*?)\s*$/.exec(text);
  const [, name = '', value = ''] = match ?? [];
  if (!match) throw new UserError('--header must look like "Name: value".');
  if (secretHeader.test(name)) {
    throw new UserError(
      `--header ${name}: a key never goes on the command line, where others can read it. ` +
        'Put it in an environment variable and name that with --api-key-env.',
    );
  }
  return [name, value];
}

/** Lays `changes` over the object at `key`; what is no object there is left for the plan's check to name. */
function group(plan: JsonObject, key: string, changes: JsonObject): JsonObject {
  if (Object.keys(changes).length === 0) return {};
  const written = plan[key];
  return { [key]: { ...(isJsonObject(written) ? written : {}), ...changes } };
}

/** "30" is a number of seconds in a plan; "30s" stays as written. */
function number(text: string | undefined): number | string | undefined {
  return text !== undefined && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : text;
}

function compact(values: Record<string, JsonValue | undefined>): JsonObject {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined),
  );
}
