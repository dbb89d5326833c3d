import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fillMissingTokens, timePerOutputToken } from '../../../src/core/request/missingTokens.ts';
import { emptyResponse } from '../../../src/core/request/response.ts';
import { tokenizerFromInfo, whitespaceTokenizer } from '../../../src/core/tokens/tokenizer.ts';

/** The characters `str.split()` of Python 3.11 splits at. */
const pythonWhitespace = new Set([
  9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 133, 160, 5760, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200,
  8201, 8202, 8232, 8233, 8239, 8287, 12288,
]);

describe('tokens', () => {
  it('the whitespace tokenizer splits at exactly Python’s characters', () => {
    for (let code = 0; code < 0x10000; code++) {
      const parts = whitespaceTokenizer.encode(`a${String.fromCharCode(code)}b`).length;
      assert.equal(parts, pythonWhitespace.has(code) ? 2 : 1, code.toString(16));
    }
  });

  it('decoding returns the words', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const words = whitespaceTokenizer.encode(text);
        assert.deepEqual(whitespaceTokenizer.encode(whitespaceTokenizer.decode(words)), words);
      }),
    );
    assert.deepEqual(whitespaceTokenizer.encode(' \t one  two\u3000three \n'), ['one', 'two', 'three']);
    assert.deepEqual(whitespaceTokenizer.encode(''), []);
  });

  it('counts only what the provider did not count, and nothing if there is no text', () => {
    const filled = { ...emptyResponse(), input_prompt: 'one two', response_text: 'a b c' };
    assert.deepEqual(fillMissingTokens(filled, whitespaceTokenizer), {
      input: 'estimate',
      output: 'estimate',
    });
    assert.deepEqual([filled.num_tokens_input, filled.num_tokens_output], [2, 3]);

    const reported = { ...filled, num_tokens_input: 7, num_tokens_output: 0 };
    assert.deepEqual(fillMissingTokens(reported, whitespaceTokenizer), { input: 'usage', output: 'usage' });
    assert.deepEqual([reported.num_tokens_input, reported.num_tokens_output], [7, 0]);

    const empty = emptyResponse();
    assert.deepEqual(fillMissingTokens(empty, whitespaceTokenizer), { input: null, output: null });
    assert.deepEqual(empty, emptyResponse());

    const failed = { ...emptyResponse(), input_prompt: 'one', response_text: 'a', error: '' };
    assert.deepEqual(fillMissingTokens(failed, whitespaceTokenizer), { input: null, output: null });
    assert.equal(failed.num_tokens_output, null);
  });

  it('TPOT is (TTLT - TTFT) / (tokens - 1) if all three allow it', () => {
    const base = {
      ...emptyResponse(),
      time_to_first_token: 0.25,
      time_to_last_token: 1.25,
      num_tokens_output: 51,
    };
    const cases = [
      [{}, 0.02],
      [{ error: 'late' }, 0.02],
      [{ time_per_output_token: 7 }, 7],
      [{ num_tokens_output: 1 }, null],
      [{ num_tokens_output: null }, null],
      [{ time_to_first_token: 0 }, null],
      [{ time_to_first_token: null }, null],
      [{ time_to_last_token: null }, null],
    ] as const;
    for (const [fields, expected] of cases) {
      assert.equal(timePerOutputToken({ ...base, ...fields }), expected, JSON.stringify(fields));
    }
  });

  it('finds the tokenizer of a saved configuration if it is built in', () => {
    assert.equal(tokenizerFromInfo({ tokenizer_module: 'llmeter' }), whitespaceTokenizer);
    assert.equal(tokenizerFromInfo(null), whitespaceTokenizer);
    assert.equal(tokenizerFromInfo({ tokenizer_module: 'tiktoken', name: 'cl100k_base' }), null);
    assert.equal(tokenizerFromInfo({ __llmeter_class__: 'x.Y', __llmeter_state__: {} }), null);
  });
});
