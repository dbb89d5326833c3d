import * as z from 'zod/mini';

const about = (description: string) => z.meta({ description });
const count = z.int().check(z.positive());
const counts = z.array(count).check(z.minLength(1));
const file = z.string().check(z.minLength(1));

/** The forms of where a plan’s prompts come from when they are not written into it. */
export const promptSources = [
  z.strictObject({
    file: file.check(
      about(
        'Path or s3:// address of prompts: a text file (one a line), .csv or .tsv, .jsonl, or .json (a list of texts, objects or conversations, as of ShareGPT).',
      ),
    ),
    column: z.optional(z.string().check(about('Column of the CSV file, or key of the JSON objects.'))),
    turns: z
      ._default(z.enum(['first', 'all']), 'first')
      .check(
        about(
          'Of conversations: only the first human turn of each, or a request for every human turn, with all that was said before it.',
        ),
      ),
  }),
  z.strictObject({
    synthetic: z
      .strictObject({
        inputTokens: count.check(about('Tokens of each prompt, as `tokenizer` counts them.')),
        prompts: z._default(count, 100).check(about('How many different prompts.')),
        fresh: z
          ._default(z.boolean(), true)
          .check(
            about(
              'Begin every request with a number of its own, as long as the prompt’s: one that is sent again finds nothing in a prefix cache either.',
            ),
          ),
      })
      .check(
        about(
          'Meaningless prompts of an exact length. No two requests begin alike, so that none finds another one’s cache; another `seed` gives others.',
        ),
      ),
  }),
  z.strictObject({
    collection: z
      .strictObject({
        file: z.optional(
          file.check(
            about(
              'Path or s3:// address of the text that prompts are cut from; default: generated text, no two prompts alike.',
            ),
          ),
        ),
        inputTokens: counts.check(about('Lengths of the prompts in tokens, as `tokenizer` counts them.')),
        outputTokens: counts.check(about('Most tokens an answer may have.')),
        repeat: z._default(count, 1).check(about('Requests of each combination.')),
      })
      .check(about('Every input length with every output length, in an order that `seed` decides.')),
  }),
] as const;

export type PromptSource = z.infer<(typeof promptSources)[number]>;
