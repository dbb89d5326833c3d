import { sample } from './distribution.ts';
import type { CacheUse } from './prefixCache.ts';
import type { Random } from './random.ts';
import type { Scenario } from './scenario.ts';
import { tokensOf, word } from './words.ts';

/** What a request asks of the model's reasoning. */
export interface RequestedThinking {
  /** Its amount relative to the usual; 0 = no reasoning. */
  readonly effort: number;
  /** Maximum number of tokens; null = only limited by the response. */
  readonly budget: number | null;
  /** Whether it is shown; null = as the scenario says. */
  readonly shown: boolean | null;
}

/** The limits that a request sets. */
export interface Limits {
  /** Reasoning and text together; null = no limit. */
  readonly maxTokens: number | null;
  /** An estimate, used where the scenario has no number. */
  readonly promptTokens: number;
  /** null = the request does not mention it. */
  readonly thinking: RequestedThinking | null;
}

/** A part of the response that becomes one streamed event. */
export interface Chunk {
  readonly kind: 'reasoning' | 'text';
  readonly text: string;
  readonly tokens: number;
  /** Milliseconds after the last request byte was read. */
  readonly at: number;
}

/** One response of the simulated model, for any wire format: its text and when each part is ready. */
export interface Generation {
  /** In order; hidden reasoning has no chunks. */
  readonly chunks: readonly Chunk[];
  /** When the last token is ready, in milliseconds after the last request byte was read. */
  readonly doneAt: number;
  readonly promptTokens: number;
  /** Prompt tokens read from the cache, and those written to it because the request asked for it. */
  readonly cachedTokens: number;
  readonly writtenTokens: number;
  readonly textTokens: number;
  readonly reasoningTokens: number;
  /** Whether the token limit ended the response. */
  readonly cutByLimit: boolean;
  /** When the response began, in seconds since the epoch. */
  readonly created: number;
  /** 96 seeded letters and digits from which dialects build their IDs. */
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

/** Draws a response. The scalar draws come first, so that a token limit does not change them. */
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

/** Draws the words of a response and when each is ready, one chunk after the other. */
class Speech {
  /** When the last token so far is ready, milliseconds. */
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

  /** The tokens of the first chunk are all ready at the same time. */
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

/** The reasoning or the visible text of a response, as streamed. */
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
