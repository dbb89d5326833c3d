import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LLMock } from '@copilotkit/aimock';
import { emptyFolder, llmeter } from './support/cli.ts';

/** The order of LLMeter's keys in every line of responses.jsonl. */
const keys = [
  'response_text',
  'input_payload',
  'id',
  'input_prompt',
  'time_to_first_token',
  'time_to_last_token',
  'num_tokens_input',
  'num_tokens_output',
  'num_tokens_input_cached',
  'num_tokens_output_reasoning',
  'time_per_output_token',
  'error',
  'retries',
  'request_time',
];
const text = 'Measure twice, cut once.';
const usage = { prompt_tokens: 9, completion_tokens: 8, input_tokens: 9, output_tokens: 8, total_tokens: 17 };

describe('llmeter run against an independent server (aimock)', () => {
  const server = new LLMock({ port: 0 });
  let folder = '';
  before(async () => {
    server.onMessage(
      /./,
      { content: text, usage },
      { chunkSize: 3, streamingProfile: { ttft: 80, tps: 100, jitter: 0 } },
    );
    await server.start();
    folder = await emptyFolder();
  });
  after(() => server.stop());

  for (const [kind, path] of [
    ['openai-chat', '/v1'],
    ['anthropic-messages', ''],
  ] as const) {
    for (const streaming of [true, false]) {
      it(`${kind}, ${streaming ? 'streaming' : 'not streaming'}`, async () => {
        const name = `${kind}-${streaming}`;
        const args = ['run', '--endpoint', kind, '--model', 'm', '--base-url', server.url + path];
        const load = [
          '--prompt',
          'Give me a proverb.',
          '--clients',
          '2',
          '--requests',
          '2',
          '--max-tokens',
          '50',
        ];
        const { code, stdout, stderr } = await llmeter(
          [
            ...args,
            ...load,
            streaming ? '--stream' : '--no-stream',
            '--output',
            folder,
            '--name',
            name,
            '--json',
          ],
          { cwd: folder },
        );
        assert.equal(code, 0, stderr);
        const { stats, metrics } = JSON.parse(stdout);
        assert.deepEqual(
          [stats.total_requests, stats.failed_requests, stats.total_output_tokens, stats.total_input_tokens],
          [4, 0, 32, 36],
        );
        assert.equal(metrics.ttft.n, streaming ? 4 : 0);
        if (streaming) assert.ok(metrics.ttft.min >= 0.075, `TTFT ${metrics.ttft.min}`);
        const file = await readFile(join(folder, name, 'responses.jsonl'), 'utf8');
        const lines = file
          .trimEnd()
          .split('\n')
          .map(line => JSON.parse(line));
        assert.equal(lines.length, 4);
        for (const line of lines) {
          assert.deepEqual(Object.keys(line), keys);
          assert.equal(line.response_text, text);
          assert.equal(line.input_prompt, 'Give me a proverb.');
        }
      });
    }
  }
});
