import { fixed, lognormal, uniform } from './distribution.ts';
import { type FaultName, faultNames, faults } from './faults.ts';
import type { Scenario } from './scenario.ts';

const standard: Scenario = {
  description: 'A fast small model: first token after about 180 ms, then about 80 tokens, 12 ms apart.',
  ttft: lognormal(0.18, 0.35),
  prefill: null,
  slots: null,
  itl: lognormal(0.012, 0.4),
  tokens: lognormal(80, 0.3),
  reasoningTokens: fixed(0),
  thinkingTokens: lognormal(60, 0.3),
  reasoning: 'streamed',
  promptTokens: null,
  cachedTokens: 0,
  chunkTokens: 1,
  text: null,
  varied: true,
  faults: [],
  eventsPerWrite: 1,
  fragmentBytes: null,
  seed: 1,
};

const fast = {
  ttft: lognormal(0.03, 0.2),
  itl: lognormal(0.003, 0.3),
  tokens: uniform(30, 50),
} satisfies Partial<Scenario>;

function faulty(fault: FaultName): Scenario {
  return { ...standard, ...fast, description: faults[fault].description, faults: [{ fault, rate: 1 }] };
}

/**
 * The documented scenarios, by their name in the path: `http://host:port/<name>/v1`. A path without a name means
 * `default`. The names and their meaning are stable.
 */
export const scenarios: Readonly<Record<string, Scenario>> = {
  default: standard,
  steady: {
    ...standard,
    description: 'No variation at all: first token after 100 ms, then the same 50 tokens, 20 ms apart.',
    varied: false,
    ttft: fixed(0.1),
    itl: fixed(0.02),
    tokens: fixed(50),
    thinkingTokens: fixed(60),
  },
  fast: {
    ...standard,
    ...fast,
    description: 'First token after about 30 ms, then 30-50 tokens, 3 ms apart.',
  },
  'slow-start': {
    ...standard,
    description: 'A long prefill: first token after about 1.2 s, then text as fast as in `fast`.',
    ...fast,
    ttft: lognormal(1.2, 0.3),
  },
  reasoning: {
    ...standard,
    description: 'Visible reasoning: about 60 reasoning tokens are streamed before the text.',
    reasoningTokens: lognormal(60, 0.3),
  },
  'hidden-reasoning': {
    ...standard,
    description: 'Hidden reasoning: about 60 reasoning tokens delay the text and appear only in the usage.',
    reasoningTokens: lognormal(60, 0.3),
    reasoning: 'hidden',
  },
  cached: {
    ...standard,
    description:
      'A warm prompt cache: 1,920 of 2,048 prompt tokens are cached, first token after about 60 ms.',
    ttft: lognormal(0.06, 0.3),
    promptTokens: 2048,
    cachedTokens: 1920,
  },
  cache: {
    ...standard,
    ...fast,
    description:
      'A prompt cache: cached tokens at the start of a prompt take no time; every other prompt token delays the first token by 0.5 ms.',
    ttft: lognormal(0.05, 0.15),
    prefill: 0.0005,
  },
  busy: {
    ...standard,
    ...fast,
    description: 'As `fast`, but the server processes eight requests at a time while others wait in a queue.',
    slots: 8,
  },
  talkative: {
    ...standard,
    ...fast,
    description:
      'Writes until the token limit, and reads prompts at 0.5 ms per token, so that latency depends on length.',
    tokens: fixed(8192),
    prefill: 0.0005,
  },
  bursty: {
    ...standard,
    description: 'Four tokens in every event, as with speculative decoding.',
    chunkTokens: 4,
  },
  flaky: {
    ...standard,
    ...fast,
    description: 'As `fast`, but 6 % of the requests fail, each in one of nine ways.',
    faults: [
      { fault: 'http-429', rate: 0.01 },
      { fault: 'http-500', rate: 0.01 },
      { fault: 'overloaded', rate: 0.005 },
      { fault: 'reset-before-headers', rate: 0.005 },
      { fault: 'reset-mid-stream', rate: 0.01 },
      { fault: 'error-event', rate: 0.005 },
      { fault: 'malformed-json', rate: 0.005 },
      { fault: 'truncated-chunk', rate: 0.005 },
      { fault: 'empty-stream', rate: 0.005 },
    ],
  },
  ...Object.fromEntries(faultNames.map(fault => [fault, faulty(fault)])),
};
