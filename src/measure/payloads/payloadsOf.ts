import { UserError } from '../../core/base/errors.ts';
import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import type { CachePoint } from '../../core/plan/payloadOptions.ts';
import type { CheckedPlan } from '../../core/plan/plan.ts';
import type { Conversation } from '../../core/plan/prompts/conversation.ts';
import {
  type CollectionOptions,
  promptCollection,
  type SizedPrompt,
  syntheticCollection,
} from '../../core/plan/prompts/promptCollection.ts';
import { syntheticPrompts } from '../../core/plan/prompts/syntheticPrompts.ts';
import { type Tokenizer, whitespaceTokenizer } from '../../core/tokens/tokenizer.ts';
import type { Endpoint } from '../../endpoints/contract/endpoint.ts';
import { loadAttachments } from './attachments.ts';
import { withBody } from './extraBody.ts';
import { loadPayloads } from './payloadFile.ts';
import { loadLines, loadPrompts } from './promptFile.ts';
import type { SourceContext } from './sourceFile.ts';

const defaultPrompt = 'Write a short paragraph about the sea.';

/**
 * All payloads that a run of a plan sends. With distributed payloads and a warm-up, the last one is for the
 * warm-up. Throws UserError naming the file or key.
 */
export async function sentPayloads(
  plan: CheckedPlan,
  endpoint: Endpoint,
  baseFolder: string,
  tokenizer: Tokenizer,
): Promise<JsonObject[]> {
  const payloads = await payloadsOf(plan, endpoint, baseFolder, tokenizer);
  const sent = await withBody(payloads, plan, endpoint);
  if (!plan.distribute || plan.warmup === 0) return sent;
  const warmup = endpoint.createPayload('Say hello.', { maxTokens: 16 });
  return [...sent, ...(await withBody([warmup], plan, endpoint))];
}

/**
 * The payloads of a plan, in order: its `payload` (one, a list, or a path), else one for each `prompt`.
 * Throws UserError naming the file or key.
 * @param tokenizer measures prompts that are asked for by their length
 */
export async function payloadsOf(
  plan: CheckedPlan,
  endpoint: Endpoint,
  baseFolder: string,
  tokenizer: Tokenizer = whitespaceTokenizer,
): Promise<JsonObject[]> {
  const { payload, prompt, thinking, cachePoint } = plan;
  if (payload !== undefined && prompt !== undefined) {
    throw new UserError('Give either "payload" or "prompt", not both.');
  }
  if (payload === '' || (isJsonObject(payload) && Object.keys(payload).length === 0)) {
    throw new UserError('"payload" is empty: give a request, a list of them, or the path of a file.');
  }
  const unused = ofPrompts.find(key => payload !== undefined && plan[key] !== undefined);
  if (unused) throw new UserError(`"${unused}" goes with "prompt": a "payload" is sent as it is.`);
  const context: SourceContext = { baseFolder, aws: awsOf(plan.endpoint) };
  if (typeof payload === 'string') return loadPayloads(payload, context, mostSent(plan));
  if (Array.isArray(payload)) return payload;
  if (payload !== undefined) return [payload as JsonObject];
  const prompts = await promptsOf(plan, context, tokenizer);
  const media = await loadAttachments(plan.attachments ?? [], context);
  return prompts.map(({ text, maxTokens, earlier, system = plan.system }) => {
    checkCachePoint(cachePoint, system);
    return endpoint.createPayload(text, { maxTokens, system, media, earlier, thinking, cachePoint });
  });
}

/** Keys of a plan that are for payloads which are made of prompts. */
const ofPrompts = ['attachments', 'thinking', 'cachePoint'] as const;

function checkCachePoint(cachePoint: CachePoint | undefined, system: string | undefined): void {
  if (!cachePoint) return;
  if (cachePoint.after === undefined && cachePoint.key === undefined) {
    throw new UserError('"cachePoint" says nothing: give "after": "system" or "prompt", or a "key".');
  }
  if (cachePoint.after === 'system' && system === undefined) {
    throw new UserError('"cachePoint.after" is "system", but there is no "system" prompt to keep.');
  }
}

/** The most requests that a run sends; null where only its end tells. */
function mostSent({ requests, warmup, clients }: CheckedPlan): number | null {
  return requests === undefined ? null : (requests + warmup) * clients;
}

async function promptsOf(
  plan: CheckedPlan,
  context: SourceContext,
  tokenizer: Tokenizer,
): Promise<(SizedPrompt & Partial<Conversation>)[]> {
  const { prompt = defaultPrompt, maxTokens, seed } = plan;
  const sized = (texts: readonly string[]) => texts.map(text => ({ text, maxTokens }));
  if (typeof prompt === 'string') return sized([prompt]);
  if (Array.isArray(prompt)) return sized(prompt);
  if ('file' in prompt || 'files' in prompt) {
    const conversations = await loadPrompts(prompt, context, mostSent(plan));
    return conversations.map(conversation => ({ ...conversation, maxTokens }));
  }
  if ('synthetic' in prompt) {
    const { prompts, inputTokens } = prompt.synthetic;
    return sized(syntheticPrompts(prompts, inputTokens, tokenizer, seed));
  }
  const { file, ...sizes } = prompt.collection;
  const options = { ...sizes, tokenizer, seed };
  if (file === undefined) return syntheticCollection(options);
  return promptCollection(await loadLines(file, context, enoughFor(options)), options);
}

/** Tells when lines have as many tokens as the longest prompt, so that no more of a long file is read. */
function enoughFor({ inputTokens, tokenizer }: CollectionOptions): (line: string) => boolean {
  let missing = inputTokens.reduce((longest, length) => Math.max(longest, length), 0);
  return line => {
    missing -= tokenizer.count(line);
    return missing < 0;
  };
}

/** The AWS settings of an endpoint of AWS: what is allowed there is likely allowed to read the payloads. */
function awsOf(endpoint: object): SourceContext['aws'] {
  const text = (key: string) => {
    const value: unknown = Reflect.get(endpoint, key);
    return typeof value === 'string' ? value : undefined;
  };
  return { region: text('region'), profile: text('profile') };
}
