import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../../../src/core/base/jsonValue.ts';
import { tiktokenEncodings } from '../../../src/core/plan/tokenizerPlan.ts';
import { whitespaceTokenizer } from '../../../src/core/tokens/tokenizer.ts';
import { parsePlan } from '../../../src/measure/plan/parsePlan.ts';
import { loadTokenizer } from '../../../src/measure/tokens/loadTokenizer.ts';
import { withFolder } from '../folder/support/withFolder.ts';
import { tiktoken } from './support/tiktoken.ts';

/** The smallest tokenizer.json that says anything: words, and pieces of them. */
const wordPieces = {
  version: '1.0',
  added_tokens: [{ id: 0, content: '[UNK]', special: true, normalized: false }],
  normalizer: { type: 'BertNormalizer', lowercase: true, clean_text: true },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: null,
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: { '[UNK]': 0, bench: 1, '##mark': 2, the: 3, model: 4 },
  },
};

describe('tokenizers that a plan names', () => {
  it('no tokenizer means counting words, as in LLMeter', async () => {
    assert.equal(await loadTokenizer(undefined, '/'), whitespaceTokenizer);
    assert.equal(await loadTokenizer({ tokenizer_module: 'llmeter' }, '/'), whitespaceTokenizer);
  });

  it('tiktoken counts as OpenAI’s own library does', async () => {
    // Token ids from the tiktoken documentation and its tests.
    const cases = [
      ['cl100k_base', 'hello world', [15339, 1917]],
      ['o200k_base', 'hello world', [24912, 2375]],
      ['gpt2', 'hello world', [31373, 995]],
      ['r50k_base', 'hello world', [31373, 995]],
    ] as const;
    for (const [name, text, ids] of cases) {
      const tokenizer = await tiktoken(name);
      assert.deepEqual(tokenizer.info, { tokenizer_module: 'tiktoken', name });
      assert.deepEqual(tokenizer.encode(text), ids);
      assert.equal(tokenizer.decode(ids), text);
      assert.equal(tokenizer.count(text), ids.length);
    }
  });

  it('tiktoken knows each encoding, and takes text that looks like a special token as text', async () => {
    for (const name of tiktokenEncodings) {
      const tokenizer = await tiktoken(name);
      const text = 'a <|endoftext|> b 🚲';
      assert.ok(tokenizer.encode(text).length > 4, name);
      assert.equal(tokenizer.decode(tokenizer.encode(text)), text, name);
    }
  });

  it('transformers reads a tokenizer.json by its path or that of its folder', () =>
    withFolder(async folder => {
      await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(wordPieces));
      for (const name of ['tokenizer.json', '.', folder]) {
        const tokenizer = await loadTokenizer({ tokenizer_module: 'transformers', name }, folder);
        assert.deepEqual(tokenizer.info, { tokenizer_module: 'transformers', name });
        assert.deepEqual(tokenizer.encode('The benchmark model'), [3, 1, 2, 4]);
        assert.equal(tokenizer.decode([3, 1, 2, 4]), 'the benchmark model');
      }
    }));

  it('an error names the file that cannot be used', () =>
    withFolder(async folder => {
      const load = (name: string) => loadTokenizer({ tokenizer_module: 'transformers', name }, folder);
      await assert.rejects(load('absent'), {
        name: 'UserError',
        message: /^"tokenizer\.name": .*absent does not exist\. Set it to the path of a tokenizer\.json/,
      });
      const bad = { 'half.json': '{', 'list.json': '[]', 'other.json': '{"model": {"type": "None"}}' };
      for (const [name, text] of Object.entries(bad)) {
        await writeFile(join(folder, name), text);
        await assert.rejects(load(name), {
          name: 'UserError',
          message: new RegExp(name.replace('.', '\\.')),
        });
      }
    }));

  it('an unknown module or encoding is refused in a plan', () => {
    const plan = (tokenizer: JsonObject) =>
      parsePlan({ endpoint: { kind: 'openai-chat', model: 'm' }, tokenizer }, 'The plan');
    assert.deepEqual(plan({ tokenizer_module: 'llmeter' }).tokenizer, { tokenizer_module: 'llmeter' });
    assert.throws(() => plan({ tokenizer_module: 'spacy' }), /^UserError: The plan: "tokenizer/);
    assert.throws(
      () => plan({ tokenizer_module: 'tiktoken', name: 'o300k' }),
      /^UserError: The plan: "tokenizer\.name" must be one of "o200k_base"/,
    );
  });

  it('is loaded only when a plan names it', async () => {
    const source = new URL('../../../src/measure/tokens/loadTokenizer.ts', import.meta.url);
    const text = await readFile(source, 'utf8');
    assert.deepEqual(text.match(/^import .*(tiktoken|huggingFace)\.ts'/gm), null);
  });
});
