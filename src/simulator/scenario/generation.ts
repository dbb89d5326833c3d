import { sample } from './distribution.ts';
import type { CacheUse } from './prefixCache.ts';
import type { Random } from './random.ts';
import type { Scenario } from './scenario.ts';
import { tokensOf, word } from './words.ts';

/** What a request wants of the model's reasoning. */
export interface Thinking {
  /** How much more than usual it may be; 0 = none at all. */
  readonly effort: number;
  /** Most tokens of it; null = no limit but that of the answer. */
  readonly budget: number | null;
  /** Whether it is to be seen; null = as the scenario says. */
  readonly shown: boolean | null;
}

/** What a request lets the model do. */
export interface Limits {
  /** Reasoning and text together; null = no limit. */
  readonly maxTokens: number | null;
  /** Estimate, used where the scenario does not say. */
  readonly promptTokens: number;
  /** null = the request says nothing of it. */
  readonly thinking: Thinking | null;
}

/** A piece of the answer that becomes one streamed event. */
export interface Chunk {
  readonly kind: 'reasoning' | 'text';
  readonly text: string;
  readonly tokens: number;
  /** Milliseconds after the last request byte was read. */
  readonly at: number;
}

/** One answer of the simulated model, whatever the wire format: what it says and when. */
export interface Generation {
  /** In order; hidden reasoning has none. */
  readonly chunks: readonly Chunk[];
  /** When the last token was there, in milliseconds after the last request byte was read. */
  readonly doneAt: number;
  readonly promptTokens: number;
  /** Of the prompt: read from the cache, and written to it at the request's wish. */
  readonly cachedTokens: number;
  readonly writtenTokens: number;
  readonly textTokens: number;
  readonly reasoningTokens: number;
  /** The limit, not the model, ended the answer. */
  readonly cutByLimit: boolean;
  /** When the answer was begun; seconds since the epoch. */
  readonly created: number;
  /** 96 seeded letters and digits from which dialects make their ids. */
  readonly entropy: string;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export function entropyOf(random: Random): string {
  const letters = Buffer.allocUnsafe(96);
  for (let index = 0; index < letters.length; index++) {
    letters[index] = alphabet.charCodeAt(Math.floor(random() * alphabet.length));
  }
  return letters.toString('latin1');
}

/** Draws an answer. The scalar draws come first, so that a token limit does not move them. */
export function generate(
  scenario: Scenario,
  limits: Limits,
  cache: CacheUse,
  created: number,
  entropy: string,
  random: Random,
): Generation {
  const promptTokens = scenario.promptTokens ?? limits.promptTokens;
  const cachedTokens = Math.min(Math.max(scenario.cachedTokens, cache.cachedTokens), promptTokens);
  const prefill = (promptTokens - cachedTokens) * (scenario.prefill ?? 0);
  const firstAt = (sample(scenario.ttft, random) + prefill) * 1000;
  const script = scenario.text === null ? null : tokensOf(scenario.text);
  const wantedText = script?.length ?? count(sample(scenario.tokens, random));
  const wantedReasoning = reasoningOf(scenario, limits.thinking, random);
  const shown = limits.thinking?.shown ?? scenario.reasoning === 'streamed';
  const limit = limits.maxTokens ?? Number.POSITIVE_INFINITY;
  const reasoningTokens = Math.min(wantedReasoning, limit);
  const textTokens = Math.min(wantedText, limit - reasoningTokens);

  const chunks: Chunk[] = [];
  let at = firstAt;
  let generated = 0;
  const speak = (kind: Chunk['kind'], tokens: number): void => {
    for (let start = 0; start < tokens; start += scenario.chunkTokens) {
      const size = Math.min(scenario.chunkTokens, tokens - start);
      const opensAnswer = generated === 0;
      generated += size;
      let text = '';
      for (let index = start; index < start + size; index++) {
        if (!opensAnswer) at += sample(scenario.itl, random) * 1000;
        text += (kind === 'text' ? script?.[index] : undefined) ?? word(index === 0, random);
      }
      if (kind === 'text' || shown) chunks.push({ kind, text, tokens: size, at });
    }
  };
  speak('reasoning', reasoningTokens);
  speak('text', textTokens);

  return {
    chunks,
    doneAt: at,
    promptTokens,
    cachedTokens,
    writtenTokens: Math.min(cache.writtenTokens, promptTokens - cachedTokens),
    textTokens,
    reasoningTokens,
    cutByLimit: reasoningTokens + textTokens < wantedReasoning + wantedText,
    created,
    entropy,
  };
}

/** The reasoning or the visible text of an answer, as streamed. */
export function textOf(generation: Generation, kind: Chunk['kind']): string {
  let text = '';
  for (const chunk of generation.chunks) if (chunk.kind === kind) text += chunk.text;
  return text;
}

function reasoningOf(scenario: Scenario, thinking: Thinking | null, random: Random): number {
  const own = count(sample(scenario.reasoningTokens, random));
  if (thinking === null) return own;
  const usual = own > 0 || thinking.effort === 0 ? own : sample(scenario.thinkingTokens, random);
  return Math.min(count(usual * thinking.effort), thinking.budget ?? Number.POSITIVE_INFINITY);
}

function count(drawn: number): number {
  return Math.max(0, Math.round(drawn));
}
