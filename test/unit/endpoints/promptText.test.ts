import assert from 'node:assert/strict';
import { promptText } from '../../../src/endpoints/shared/messageTexts.ts';

describe('the text of a prompt of messages', () => {
  it('leaves out empty messages, as Python LLMeter does', () => {
    const messages = [
      { content: 'one' },
      { content: '' },
      { content: null },
      {},
      { content: [] },
      { content: 'two' },
    ];
    assert.equal(promptText(messages), 'one\ntwo');
    assert.equal(promptText([{ content: '' }]), '');
  });

  it('keeps empty parts, as Python LLMeter does', () => {
    assert.equal(promptText([{ content: [{ text: 'a' }, { text: '' }, { image: 1 }, 'b'] }]), 'a\n\nb');
  });
});
