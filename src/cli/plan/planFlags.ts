import { UserError } from '../../core/base/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/base/jsonValue.ts';
import { namedPlace } from '../process/namedPlace.ts';
import { bodyOf, thinkingOf, tokenizerOf } from './payloadFlags.ts';

/** The flags that set values of the plan, as commander parses them. */
export interface PlanFlags {
  endpoint?: string;
  model?: string;
  baseUrl?: string;
  provider?: string;
  region?: string;
  profile?: string;
  stream?: boolean;
  askUsage?: boolean;
  tokenLimit?: string;
  insecure?: boolean;
  apiKeyEnv?: string;
  allowInsecureKey?: boolean;
  header?: string[];
  prompt?: string[];
  system?: string;
  attach?: string[];
  thinking?: string;
  cachePoint?: string;
  payload?: string;
  maxTokens?: number;
  body?: string[];
  clients?: number;
  requests?: number;
  distribute?: boolean;
  duration?: string;
  repeats?: number;
  warmup?: number;
  rampUp?: string;
  timeout?: string;
  retries?: number;
  seed?: number;
  lowMemory?: boolean;
  tokenizer?: string;
  maxErrorRate?: number | string;
  stopOn?: number | string;
  sloTtft?: string;
  sloTtlt?: string;
  sloTpot?: string;
  prices?: string;
  budget?: number;
  output?: string;
  name?: string;
  description?: string;
}

/** Keys that a flag for another key removes from the plan, because they exclude each other. */
const excludedBy: Readonly<Record<string, readonly string[]>> = {
  prompt: ['payload'],
  payload: ['prompt', 'system', 'attachments', 'thinking', 'cachePoint', 'maxTokens'],
  requests: ['duration', 'distribute'],
  duration: ['requests', 'distribute'],
  distribute: ['requests', 'duration'],
};

/**
 * Applies the flags to a plan. A flag that was not given changes nothing.
 * @param folder that paths in flags are relative to; they become absolute if `planFolder` is another
 * @param planFolder that paths in the plan are relative to
 */
export function withFlags(
  plan: JsonObject,
  flags: PlanFlags,
  folder: string,
  planFolder: string = folder,
): JsonObject {
  const path = (value: string) => (folder === planFolder ? value : namedPlace({ folder }, value));
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
    repeats: flags.repeats,
    warmup: flags.warmup,
    rampUp: number(flags.rampUp),
    timeout: number(flags.timeout),
    retries: flags.retries,
    seed: flags.seed,
    lowMemory: flags.lowMemory,
    maxErrorRate: flags.maxErrorRate,
    stopOn: flags.stopOn === 'never' ? false : undefined,
    tokenizer: flags.tokenizer && tokenizerOf(flags.tokenizer, path),
    output: flags.output && path(flags.output),
  });
  const excluded = Object.keys(given)
    .flatMap(key => excludedBy[key] ?? [])
    .filter(key => !(key in given));
  const kept = Object.fromEntries(Object.entries(plan).filter(([key]) => !excluded.includes(key)));
  return {
    ...kept,
    ...given,
    ...group(plan, 'endpoint', endpointFlags(plan, flags)),
    ...group(plan, 'cost', compact({ prices: flags.prices && path(flags.prices), budget: flags.budget })),
    ...group(plan, 'body', bodyOf(flags.body ?? [], folder)),
    ...(flags.stopOn === 'never' ? {} : group(plan, 'stopOn', compact({ failures: flags.stopOn }))),
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
    askUsage: flags.askUsage,
    tokenLimit: flags.tokenLimit,
    insecure: flags.insecure,
    apiKeyEnv: flags.apiKeyEnv,
    allowInsecureKey: flags.allowInsecureKey,
    headers: headers && { ...written, ...headers },
  });
}

/** Headers that carry keys at known providers, and names that look like them. */
const secretHeader = /^(proxy-)?authorization$|^cookie$|key$|token|secret|credential|password/i;

function parseHeader(text: string): [string, string] {
  const match = /^\s*([!#$%&'*+.^_`|~\w-]+)\s*:\s*(.*?)\s*$/.exec(text);
  const [, name = '', value = ''] = match ?? [];
  if (!match) throw new UserError('--header must look like "Name: value".');
  if (secretHeader.test(name)) {
    throw new UserError(
      `--header ${name}: Never put a key on the command line, where others can read it. ` +
        'Put it in an environment variable, and name the variable with --api-key-env.',
    );
  }
  return [name, value];
}

/** Merges `changes` into the object at `key`. Anything else there is left for the check of the plan to report. */
function group(plan: JsonObject, key: string, changes: JsonObject): JsonObject {
  if (Object.keys(changes).length === 0) return {};
  const written = plan[key];
  return { [key]: { ...(isJsonObject(written) ? written : {}), ...changes } };
}

/** "30" becomes a number, which is seconds in a plan; "30s" stays as written. */
function number(text: string | undefined): number | string | undefined {
  return text !== undefined && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : text;
}

function compact(values: Record<string, JsonValue | undefined>): JsonObject {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined),
  );
}
