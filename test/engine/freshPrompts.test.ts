import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InvocationResponse } from '../../src/core/request/response.ts';
import { measure, simulated, startOf, withEngine } from './support/engine.ts';

describe('a run of synthetic prompts', () => {
  const run = (fresh: boolean) =>
    withEngine(async (engine, folder) => {
      const { folder: saved } = await measure(
        engine,
        'run',
        startOf(folder, {
          endpoint: simulated('cache'),
          prompt: { synthetic: { inputTokens: 100, prompts: 2, fresh } },
          warmup: 1,
          requests: 4,
          clients: 2,
          seed: 5,
        }),
      );
      const text = await readFile(join(saved, 'responses.jsonl'), 'utf8');
      const responses = text
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line) as InvocationResponse);
      const prompts = responses.map(({ input_prompt }) => String(input_prompt));
      return {
        prompts: new Set(prompts).size,
        lengths: new Set(prompts.map(prompt => prompt.split(' ').length)),
        cached: responses.reduce((sum, { num_tokens_input_cached: n }) => sum + (n ?? 0), 0),
      };
    });

  it('finds nothing in a prompt cache, although prompts are sent again', async () => {
    assert.deepEqual(await run(true), { prompts: 8, lengths: new Set([100]), cached: 0 });
  });

  it('finds what it sent before, where it is to', async () => {
    const { cached, ...rest } = await run(false);
    assert.deepEqual(rest, { prompts: 2, lengths: new Set([100]) });
    assert.ok(cached > 0);
  });
});
