import * as z from 'zod/mini';

const about = (description: string) => z.meta({ description });

/** Words for how hard to think, from least to most. */
export const efforts = ['minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const;

export type Effort = (typeof efforts)[number];

const effort = z.optional(
  z.enum(efforts).check(about('How hard to think, where the API takes a word for it.')),
);
const display = z.optional(
  z
    .enum(['summarized', 'omitted'])
    .check(about('What is shown of the thinking, where the API lets one choose.')),
);

/** A plan's `thinking`: the same words for every kind, which each turns into its own form or refuses. */
export const thinkingSchema = z.discriminatedUnion('mode', [
  z.strictObject({
    mode: z.literal('enabled').check(about('Think before the answer.')),
    budgetTokens: z.optional(
      z.int().check(z.positive(), about('Most tokens of thinking, where the API takes a number.')),
    ),
    effort,
    display,
  }),
  z.strictObject({
    mode: z.literal('adaptive').check(about('The model decides whether and how long it thinks.')),
    effort,
    display,
  }),
  z.strictObject({ mode: z.literal('disabled').check(about('Answer without thinking.')) }),
]);

export type Thinking = z.infer<typeof thinkingSchema>;

/** A plan's `cachePoint`: what a prompt cache is told of a request, where the API can be told. */
export const cachePointSchema = z.strictObject({
  after: z.optional(
    z
      .enum(['system', 'prompt'])
      .check(about('Keep everything up to the end of the system prompt, or of the prompt.')),
  ),
  ttl: z.optional(
    z
      .enum(['5m', '30m', '1h', '12h'])
      .check(about('How long to keep it: 5m or 1h with Anthropic and Bedrock, 30m or 12h with OpenAI.')),
  ),
  key: z.optional(
    z
      .string()
      .check(
        z.minLength(1),
        about('OpenAI’s prompt_cache_key: requests with the same one are sent where their cache is.'),
      ),
  ),
});

export type CachePoint = z.infer<typeof cachePointSchema>;
