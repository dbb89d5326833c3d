import { sample } from './distribution.ts';
import type { CacheUse } from './prefixCache.ts';
import type { Random } from './random.ts';
import type { Scenario } from './scenario.ts';
import { tokensOf, word } from './words.ts';

/** What a request wants of the model's reasoning. */
export interface RequestedThinking {
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
  readonly thinking: RequestedThinking | null;
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

/** Draws an answer. The scalar draws come first, so that a token limit does not change them. */
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

  const speech = new Speech(scenario, firstAt, random);
  const reasoning = speech.say('reasoning', reasoningTokens, null);
  const text = speech.say('text', textTokens, script);
  return {
    chunks: shown ? [...reasoning, ...text] : text,
    doneAt: speech.at,
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

/** Draws the words of an answer and when each is there, one chunk after the other. */
class Speech {
  /** When the last token so far was there, milliseconds. */
  at: number;
  readonly #scenario: Scenario;
  readonly #random: Random;
  #begun = false;

  constructor(scenario: Scenario, firstAt: number, random: Random) {
    this.#scenario = scenario;
    this.at = firstAt;
    this.#random = random;
  }

  /** The next chunks. Words come from `script`, or are drawn where it is null. */
  say(kind: Chunk['kind'], tokens: number, script: readonly string[] | null): Chunk[] {
    const { chunkTokens } = this.#scenario;
    const chunks: Chunk[] = [];
    for (let start = 0; start < tokens; start += chunkTokens) {
      const size = Math.min(chunkTokens, tokens - start);
      const text = this.#words(start, size, script);
      chunks.push({ kind, text, tokens: size, at: this.at });
    }
    return chunks;
  }

  /** The tokens of the answer's first chunk are all there at once. */
  #words(start: number, size: number, script: readonly string[] | null): string {
    let text = '';
    for (let index = start; index < start + size; index++) {
      if (this.#begun) this.at += sample(this.#scenario.itl, this.#random) * 1000;
      text += script?.[index] ?? word(index === 0, this.#random);
    }
    this.#begun = true;
    return text;
  }
}

/** The reasoning or the visible text of an answer, as streamed. */
export function generatedText(generation: Generation, kind: Chunk['kind']): string {
  let text = '';
  for (const chunk of generation.chunks) if (chunk.kind === kind) text += chunk.text;
  return text;
}

function reasoningOf(scenario: Scenario, thinking: RequestedThinking | null, random: Random): number {
  const own = count(sample(scenario.reasoningTokens, random));
  if (thinking === null) return own;
  const usual = own > 0 || thinking.effort === 0 ? own : sample(scenario.thinkingTokens, random);
  return Math.min(count(usual * thinking.effort), thinking.budget ?? Number.POSITIVE_INFINITY);
}

function count(drawn: number): number {
  return Math.max(0, Math.round(drawn));
}
