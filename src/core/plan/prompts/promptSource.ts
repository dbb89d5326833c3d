import * as z from 'zod/mini';

const about = (description: string) => z.meta({ description });
const count = z.int().check(z.positive());
const counts = z.array(count).check(z.minLength(1));
const file = z.string().check(z.minLength(1));

/** The sources of prompts that are not written in the plan itself. */
export const promptSources = [
  z.strictObject({
    file: file.check(
      about(
        'Path or s3:// address of a file with prompts: text (one prompt per line), .csv or .tsv, .jsonl, or .json (a list of texts, objects or conversations, such as ShareGPT).',
      ),
    ),
    column: z.optional(z.string().check(about('Column of the CSV file, or key of the JSON objects.'))),
    turns: z
      ._default(z.enum(['first', 'all']), 'first')
      .check(
        about(
          'For conversations: only the first user turn, or one request per user turn with its full history.',
        ),
      ),
  }),
  z.strictObject({
    synthetic: z
      .strictObject({
        inputTokens: count.check(about('Tokens of each prompt, as `tokenizer` counts them.')),
        prompts: z._default(count, 100).check(about('Number of different prompts.')),
        fresh: z
          ._default(z.boolean(), true)
          .check(
            about(
              'Begin every request with its own number, of the same length, so that a prompt that is sent again misses the prefix cache too.',
            ),
          ),
      })
      .check(
        about(
          'Meaningless prompts of an exact length. No two requests begin the same way, so that none benefits from the cache of another. A different `seed` gives different prompts.',
        ),
      ),
  }),
  z.strictObject({
    collection: z
      .strictObject({
        file: z.optional(
          file.check(
            about(
              'Path or s3:// address of the text that prompts are cut from; default: generated text, different for every prompt.',
            ),
          ),
        ),
        inputTokens: counts.check(about('Lengths of the prompts in tokens, as `tokenizer` counts them.')),
        outputTokens: counts.check(about('Maximum lengths of the answers in tokens.')),
        repeat: z._default(count, 1).check(about('Requests per combination.')),
      })
      .check(about('Every combination of the input and output lengths, in an order determined by `seed`.')),
  }),
] as const;

export type PromptSource = z.infer<(typeof promptSources)[number]>;
