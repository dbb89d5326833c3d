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

/** What is taken of a file. */
const ofFile = {
  column: z.optional(z.string().check(about('Column of the CSV file, or key of the JSON objects.'))),
  turns: z
    ._default(z.enum(['first', 'all']), 'first')
    .check(
      about(
        'For conversations: only the first user turn, or one request per user turn with its full history.',
      ),
    ),
};

/** The sources of prompts that are not written in the plan itself. */
export const promptSources = [
  z.strictObject({
    file: file.check(
      about(
        'Path or s3:// address of a file with prompts, or of a folder of them: text (one prompt per line), .md (one prompt), .csv or .tsv, .jsonl, or .json (a list of texts, objects or conversations, such as ShareGPT), also with gzip (.gz).',
      ),
    ),
    ...ofFile,
  }),
  z.strictObject({
    files: file.check(
      about('Pattern of paths of such files, e.g. "prompts/**/*.md", read in the order of their paths.'),
    ),
    ...ofFile,
  }),
  z.strictObject({
    synthetic: z
      .strictObject({
        inputTokens: length.check(about('Tokens of each prompt, as `tokenizer` counts them.')),
        prompts: z._default(prompts, 100).check(about('Number of different prompts.')),
        fresh: z
          ._default(z.boolean(), true)
          .check(
            about(
              'Begin every request with its own number, of the same length, so that a prompt that is sent again misses the prefix cache too, in whichever run it was sent before. false = send the prompts unchanged, the same in every run.',
            ),
          ),
        salt,
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
        inputTokens: z
          .array(length)
          .check(z.minLength(1), about('Lengths of the prompts in tokens, as `tokenizer` counts them.')),
        outputTokens: z
          .array(count)
          .check(z.minLength(1), about('Maximum lengths of the answers in tokens.')),
        repeat: z._default(prompts, 1).check(about('Requests per combination.')),
        salt,
      })
      .check(about('Every combination of the input and output lengths, in an order determined by `seed`.')),
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
