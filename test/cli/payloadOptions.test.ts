import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endpointKinds } from '../../src/endpoints/kinds.ts';
import { emptyFolder, llmeter } from './support/cli.ts';

interface Line {
  time_to_first_token: number;
  time_to_last_token: number;
  num_tokens_input: number;
  num_tokens_input_cached: number | null;
  num_tokens_output: number;
  error: string | null;
}

/** The flags for thinking and for prompt caching, by endpoint kind. */
const asked: Readonly<Record<string, { thinking: string; model?: string; cachePoint?: string }>> = {
  'openai-chat': { thinking: 'medium' },
  'openai-responses': { thinking: 'medium' },
  'anthropic-messages': { thinking: 'adaptive', cachePoint: 'system' },
  'bedrock-converse': { thinking: '1024', cachePoint: 'system' },
  'bedrock-invoke': { thinking: 'medium', model: 'openai.gpt-oss-120b-1:0' },
  'google-gemini': { thinking: '2000' },
  litellm: { thinking: 'medium', cachePoint: 'system' },
};

const system = 'You answer questions about the sea, in one sentence, politely and without doubt. '.repeat(12);

describe('llmeter run with payload options', () => {
  let folder = '';
  before(async () => {
    folder = await emptyFolder();
  });

  async function responses(kind: string, scenario: string, ...flags: string[]): Promise<Line[]> {
    const name = `${kind}-${scenario}-${flags.length}`;
    const all = ['--endpoint', kind, '--base-url', `simulated:${scenario}`, '--name', name, ...flags];
    const { code, stderr } = await llmeter(['run', '--prompt', 'Why?', ...all], {
      cwd: folder,
    });
    assert.equal(code, 0, stderr);
    const text = await readFile(join(folder, 'llmeter-runs', name, 'responses.jsonl'), 'utf8');
    return text
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as Line);
  }

  it('covers every endpoint kind that supports them', () => {
    const without = endpointKinds.map(({ id }) => id).filter(id => !(id in asked));
    assert.deepEqual(without.sort(), ['sagemaker', 'vscode-lm']);
  });

  for (const [kind, { thinking, model, cachePoint }] of Object.entries(asked)) {
    it(`thinks first: ${kind}`, async () => {
      const flags = ['--max-tokens', '4096', ...(model ? ['--model', model] : [])];
      const [plain] = await responses(kind, 'steady', ...flags);
      const [thought] = await responses(kind, 'steady', ...flags, '--thinking', thinking);
      assert.ok(plain && thought);
      assert.deepEqual([plain.num_tokens_output, thought.num_tokens_output], [50, 110]);
      // The scenario sends 60 thinking tokens, 20 ms apart, before the text. A busy machine delays both runs.
      assert.ok(thought.time_to_first_token - plain.time_to_first_token > 0.5);
    });

    it(`reports cached tokens: ${kind}`, async () => {
      const flags = [
        '--requests',
        '3',
        '--system',
        system,
        ...(cachePoint ? ['--cache-point', cachePoint] : []),
      ];
      const lines = await responses(kind, 'cache', ...flags);
      // Responses of InvokeModel do not report it.
      if (kind === 'bedrock-invoke') return;
      const [first, ...later] = lines.map(line => line.num_tokens_input_cached ?? 0);
      assert.equal(first, 0);
      assert.ok(later.length === 2 && later.every(cached => cached > 200), String(later));
    });
  }
});
