import * as z from 'zod/mini';

const about = (description: string) => z.meta({ description });

/** Effort levels of thinking, from least to most. */
export const efforts = ['minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const;

export type Effort = (typeof efforts)[number];

const effort = z.optional(
  z.enum(efforts).check(about('How much to think, for APIs that take an effort level.')),
);
const display = z.optional(
  z
    .enum(['summarized', 'omitted'])
    .check(about('How the thinking is returned, for APIs that offer a choice.')),
);

/** A plan's `thinking`: the same form for all endpoint kinds. Each kind translates it or rejects it. */
export const thinkingSchema = z.discriminatedUnion('mode', [
  z.strictObject({
    mode: z.literal('enabled').check(about('Think before answering.')),
    budgetTokens: z.optional(
      z.int().check(z.positive(), about('Maximum number of thinking tokens, for APIs that take a number.')),
    ),
    effort,
    display,
  }),
  z.strictObject({
    mode: z.literal('adaptive').check(about('The model decides whether to think, and how long.')),
    effort,
    display,
  }),
  z.strictObject({ mode: z.literal('disabled').check(about('Answer without thinking.')) }),
]);

export type Thinking = z.infer<typeof thinkingSchema>;

/** A plan's `cachePoint`: what to mark for caching, for APIs with explicit cache points. */
export const cachePointSchema = z.strictObject({
  after: z.optional(
    z
      .enum(['system', 'prompt'])
      .check(about('Cache everything up to the end of the system prompt, or of the prompt.')),
  ),
  ttl: z.optional(
    z
      .enum(['5m', '30m', '1h', '12h'])
      .check(
        about('How long to keep it in the cache: 5m or 1h for Anthropic and Bedrock, 30m or 12h for OpenAI.'),
      ),
  ),
  key: z.optional(
    z
      .string()
      .check(
        z.minLength(1),
        about('OpenAI’s prompt_cache_key: requests with the same key are routed to the same cache.'),
      ),
  ),
});

export type CachePoint = z.infer<typeof cachePointSchema>;
