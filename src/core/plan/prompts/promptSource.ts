import * as z from 'zod/mini';

const about = (description: string) => z.meta({ description });
const count = z.int().check(z.positive());
/** What fits in memory: prompts of a plan, tokens of one prompt, tokens of all prompts together. */
const most = { prompts: 1_000_000, tokens: 10_000_000, together: 100_000_000 };
const prompts = count.check(z.maximum(most.prompts));
const length = count.check(z.maximum(most.tokens));
const file = z.string().check(z.minLength(1));
const salt = z.optional(
  file.check(
    about(
      'What the numbers at the beginning of the prompts are made from, besides `seed`; default: drawn for each run and kept in run_config.json. Give that one to send exactly the same prompts again.',
    ),
  ),
);

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
        inputTokens: length.check(about('Tokens of each prompt, as `tokenizer` counts them.')),
        prompts: z._default(prompts, 100).check(about('How many different prompts.')),
        fresh: z
          ._default(z.boolean(), true)
          .check(
            about(
              'Begin every request with its own number, in place of the prompt’s: a prompt that is sent again then finds nothing in a prefix cache, whichever run sent it before. false = send the prompts unchanged, the same in every run.',
            ),
          ),
        salt,
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
        inputTokens: z
          .array(length)
          .check(z.minLength(1), about('Lengths of the prompts in tokens, as `tokenizer` counts them.')),
        outputTokens: z.array(count).check(z.minLength(1), about('Most tokens an answer may have.')),
        repeat: z._default(prompts, 1).check(about('Requests of each combination.')),
        salt,
      })
      .check(about('Every input length with every output length, in an order that `seed` decides.')),
  }),
] as const;

export type PromptSource = z.infer<(typeof promptSources)[number]>;

/** What is wrong with generated prompts that no single number shows, as a sentence; null = nothing. */
export function promptProblem(source: PromptSource): string | null {
  const refusal = (what: string, limit: number, unit: string) =>
    `"prompt" asks for ${what}, more than the ${limit} ${unit} that fit in memory: ask for fewer.`;
  const { number, tokens } = amountOf(source);
  if (number > most.prompts) return refusal(`${number} prompts`, most.prompts, 'prompts');
  if (tokens > most.together) return refusal(`prompts of ${tokens} tokens in total`, most.together, 'tokens');
  return null;
}

function amountOf(source: PromptSource): { number: number; tokens: number } {
  if ('synthetic' in source) {
    const { prompts: number, inputTokens } = source.synthetic;
    return { number, tokens: number * inputTokens };
  }
  if (!('collection' in source)) return { number: 0, tokens: 0 };
  const { inputTokens, outputTokens, repeat, file: text } = source.collection;
  const sum = inputTokens.reduce((total, tokens) => total + tokens, 0);
  const uses = outputTokens.length * repeat;
  // Prompts of the same length that are cut from a text are the same string.
  return { number: inputTokens.length * uses, tokens: text === undefined ? sum * uses : sum };
}
