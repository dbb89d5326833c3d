import * as z from 'zod/mini';

/** The tiktoken encodings that are bundled. */
export const tiktokenEncodings = [
  'o200k_base',
  'cl100k_base',
  'p50k_base',
  'p50k_edit',
  'r50k_base',
  'gpt2',
] as const;

export type TiktokenEncoding = (typeof tiktokenEncodings)[number];

/** A plan's `tokenizer`: the same object that LLMeter writes to run_config.json (llmeter-format 9). */
export const tokenizerPlanSchema = z.discriminatedUnion('tokenizer_module', [
  z.strictObject({ tokenizer_module: z.literal('llmeter') }),
  z.strictObject({ tokenizer_module: z.literal('tiktoken'), name: z.enum(tiktokenEncodings) }),
  z.strictObject({ tokenizer_module: z.literal('transformers'), name: z.string().check(z.minLength(1)) }),
]);

export type TokenizerPlan = z.infer<typeof tokenizerPlanSchema>;
