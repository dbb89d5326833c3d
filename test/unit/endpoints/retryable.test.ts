import assert from 'node:assert/strict';
import type { EndpointConfigInput } from '../../../src/endpoints/kinds.ts';
import { secretsOf } from '../../transcripts/transcript.ts';
import { Player, whole } from './support/replay.ts';

const sagemaker: EndpointConfigInput = { kind: 'sagemaker', model: 'm', region: 'us-east-1' };
const gemini: EndpointConfigInput = { kind: 'google-gemini', model: 'm' };

/** Seconds after which a refused request may be retried; null = it may not. */
async function retryable(
  endpoint: EndpointConfigInput,
  status: string,
  body = '{}',
  headers: readonly string[] = [],
) {
  const player = await Player.for(endpoint, secretsOf(endpoint));
  return player.exchange(whole(body, { status, headers: [...headers] })).retryable;
}

describe('a retryable failure', () => {
  it('is what the official SDKs retry', async () => {
    const found: Record<number, boolean> = {};
    for (const status of [400, 401, 404, 408, 409, 422, 429, 500, 503, 529]) {
      found[status] = (await retryable(gemini, `${status} X`)) !== null;
    }
    assert.deepEqual(found, {
      400: false,
      401: false,
      404: false,
      408: true,
      409: true,
      422: false,
      429: true,
      500: true,
      503: true,
      529: true,
    });
  });

  it('is a rate limit, whatever its status: AWS also throttles with 400', async () => {
    const refused = (type: string) =>
      retryable(sagemaker, '400 Bad Request', '{"Message":"No."}', [`x-amzn-errortype: ${type}`]);
    assert.deepEqual(
      [await refused('ThrottlingException'), await refused('ValidationException')],
      [{ after: null }, null],
    );
  });

  it('is retried after the wait in the header, or in Google’s body', async () => {
    const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '17s' }];
    const body = JSON.stringify({ error: { code: 429, message: 'Quota.', details } });
    const refused = (...headers: string[]) => retryable(gemini, '429 Too Many Requests', body, headers);
    assert.deepEqual([await refused('retry-after: 3'), await refused()], [{ after: 3 }, { after: 17 }]);
  });
});
