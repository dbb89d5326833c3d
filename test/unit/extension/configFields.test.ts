import assert from 'node:assert/strict';
import { configFields } from '../../../src/extension/endpoints/configFields.ts';
import { checkEndpoint } from '../../../src/extension/endpoints/savedEndpoint.ts';

const fieldsOf = (kind: string, provider?: string) =>
  configFields(checkEndpoint({ kind, model: 'm', ...(provider && { provider }) })).map(
    ({ label, type }) => `${label}: ${type}`,
  );

describe('the form of an endpoint', () => {
  it('has the options of its kind that a question can change', () => {
    const fields = fieldsOf('openai-chat');
    assert.deepEqual(fields.slice(0, 5), [
      'Model: text',
      'Name: text',
      'Stream: flag',
      'Base URL: text',
      'API key env: text',
    ]);
    assert.ok(fields.includes('API version: text'));
  });

  it('leaves out options without a choice', () => {
    assert.deepEqual(
      fieldsOf('bedrock-converse').filter(field => /^(Kind|Provider|Headers)/.test(field)),
      [],
    );
    assert.ok(fieldsOf('bedrock-converse').includes('TTFT visible tokens only: flag'));
  });

  it('asks for region and profile if AWS credentials apply', () => {
    const ofAws = (...given: Parameters<typeof fieldsOf>) =>
      fieldsOf(...given).filter(field => /^(Region|Profile)/.test(field));
    for (const kind of ['openai-chat', 'openai-responses', 'anthropic-messages']) {
      assert.deepEqual(ofAws(kind), [], kind);
      assert.deepEqual(ofAws(kind, 'bedrock-mantle'), ['Region: text', 'Profile: text'], kind);
    }
  });

  it('asks for the provider if there are several', () => {
    assert.ok(fieldsOf('anthropic-messages').includes('Provider: choice'));
  });
});
