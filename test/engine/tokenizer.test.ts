import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadTokenizer } from '../../src/measure/tokens/loadTokenizer.ts';
import { measure, simulated, startOf, withEngine } from './support/engine.ts';

describe('a run with a tokenizer', () => {
  it('counts what the server does not report, says so, and names the tokenizer in run_config.json', () =>
    withEngine(async (engine, folder) => {
      const info = { tokenizer_module: 'tiktoken', name: 'cl100k_base' } as const;
      const { folder: run } = await measure(
        engine,
        'run',
        startOf(folder, {
          endpoint: { ...simulated('fast'), askUsage: false },
          prompt: 'Tokenization, unbelievably.',
          requests: 1,
          tokenizer: info,
        }),
      );
      const read = async (file: string) => JSON.parse(await readFile(join(run, file), 'utf8'));
      const [config, response, trace] = [
        await read('run_config.json'),
        await read('responses.jsonl'),
        await read('trace.jsonl'),
      ];
      const tokenizer = await loadTokenizer(info, '/');
      assert.deepEqual(config.tokenizer, info);
      assert.deepEqual(
        [response.num_tokens_input, response.num_tokens_output],
        [tokenizer.count('Tokenization, unbelievably.'), tokenizer.count(response.response_text)],
      );
      assert.deepEqual([trace.tokenSourceInput, trace.tokenSourceOutput], ['tokenizer', 'tokenizer']);
    }));
});
