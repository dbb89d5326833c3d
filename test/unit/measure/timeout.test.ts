import assert from 'node:assert/strict';
import { hello } from './support/scriptedEndpoint.ts';
import { wholeRun } from './support/scriptedRun.ts';

describe('the timeout', () => {
  it('applies to each request; a request that it ends is an error that counts, and later ones still count', async () => {
    const { endpoint, files, result } = await wholeRun({
      config: { clients: 2, requests: 3, timeout: 0.5 },
      script: ({ number, timeout }) =>
        number === 1
          ? { texts: ['Hel'], at: [100], end: timeout, error: { reason: 'timeout', message: 'too long' } }
          : hello,
    });
    assert.deepEqual([...new Set(endpoint.calls.map(call => call.timeout))], [500]);
    assert.equal(files.responses.length, 6);
    const late = files.responses.filter(response => response.error !== null);
    assert.deepEqual(
      late.map(response => [response.error, response.response_text, response.time_to_first_token]),
      [['too long', 'Hel', 0.1]],
    );
    assert.deepEqual([result.summary.total_requests, result.stats['failed_requests']], [6, 1]);
    assert.equal(files.traces.find(trace => trace.reason === 'timeout')?.endedAt, 0.5);
  });

  it('is never longer than a timer allows, which would end every request at once', async () => {
    const { endpoint } = await wholeRun({ config: { timeout: 3600 * 24 * 365 } });
    assert.equal(endpoint.calls[0]?.timeout, 2 ** 31 - 1);
  });
});
