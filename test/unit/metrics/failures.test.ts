import assert from 'node:assert/strict';
import { Failures } from '../../../src/core/metrics/failures.ts';
import { reasonOfText } from '../../../src/core/metrics/reasonOfText.ts';
import { emptyResponse } from '../../../src/core/request/response.ts';

function groupsOf(...errors: string[]) {
  const failures = new Failures();
  for (const error of errors) failures.add({ ...emptyResponse(), error }, null);
  return failures.list();
}

describe('failures in the folders of Python LLMeter, which have only a text', () => {
  it('are grouped by the reason that the text names', () => {
    const reasons = {
      'An error occurred (ThrottlingException) when calling the ConverseStream operation: Too many':
        'rateLimit',
      "Error code: 429 - {'error': {'message': 'Rate limit reached'}}": 'rateLimit',
      'Bedrock modelTimeoutException: slow': 'timeout',
      'Request timed out.': 'timeout',
      "Error code: 401 - {'error': {'message': 'Incorrect API key provided'}}": 'authentication',
      'An error occurred (UnrecognizedClientException) when calling the Converse operation': 'authentication',
      'An error occurred (AccessDeniedException) when calling the Converse operation': 'permission',
      "Error code: 404 - {'error': 'no such model'}": 'notFound',
      'An error occurred (ValidationException) when calling the Converse operation': 'badRequest',
      'Bedrock serviceUnavailableException: no': 'overloaded',
      'Bedrock internalServerException: no': 'server',
      'Connection error.': 'connection',
      'stream cut': 'other',
      '': 'other',
    };
    for (const [text, reason] of Object.entries(reasons)) assert.equal(reasonOfText(text), reason, text);
  });

  it('keep every message that says something else, the most frequent first', () => {
    const groups = groupsOf(
      'stream cut',
      '',
      'request 17 lost',
      '',
      'request 18 lost',
      '',
      'Connection error.',
    );
    assert.deepEqual(
      groups.map(({ reason, count, messages }) => [reason, count, messages]),
      [
        [
          'other',
          6,
          [
            { text: '', count: 3 },
            { text: 'request 17 lost', count: 2 },
            { text: 'stream cut', count: 1 },
          ],
        ],
        ['connection', 1, [{ text: 'Connection error.', count: 1 }]],
      ],
    );
  });

  it('keep only a few different messages', () => {
    const [group] = groupsOf(...'abcdefgh');
    assert.deepEqual([group?.count, group?.messages.length], [8, 5]);
  });
});
