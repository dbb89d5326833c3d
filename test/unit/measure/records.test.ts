import assert from 'node:assert/strict';
import type { WireEvent } from '../../../src/core/request/wireEvents.ts';
import { noWireFacts } from '../../../src/core/request/wireFacts.ts';
import type { Exchange } from '../../../src/endpoints/contract/endpoint.ts';
import { recordsOf } from '../../../src/measure/run/requestRecords.ts';
import { tooManyFailures } from '../../../src/protocol/tooManyFailures.ts';
import { type Answer, hello } from './support/scriptedEndpoint.ts';
import { wholeRun } from './support/scriptedRun.ts';

async function recordOf(answer: Answer, prompt: string | null = 'two words') {
  const { files } = await wholeRun({
    script: () => answer,
    config: { payloads: [prompt === null ? { image: 1 } : { prompt }] },
  });
  const [response] = files.responses;
  const [trace] = files.traces;
  assert.ok(response && trace);
  return { response, trace };
}

const tpotOf = async (answer: Answer) => (await recordOf(answer)).response.time_per_output_token;
const streamed: Answer = { texts: ['a', 'b', 'c'], at: [100, 200, 400] };

describe('the records of a request', () => {
  it('an id absent from the provider is 32 lower-case hex digits, in both records', async () => {
    const { response, trace } = await recordOf(hello);
    assert.match(response.id ?? '', /^[0-9a-f]{32}$/);
    assert.equal(trace.id, response.id);
    const given = await recordOf({ ...hello, id: 'chatcmpl-1' });
    assert.deepEqual([given.response.id, given.trace.id], ['chatcmpl-1', 'chatcmpl-1']);
  });

  it('TPOT is (TTLT - TTFT) / (output tokens - 1)', async () => {
    assert.equal(await tpotOf({ ...streamed, usage: { outputTokens: 4 } }), (0.4 - 0.1) / 3);
  });

  it('no TPOT with fewer than two tokens, without a TTFT or a TTLT, or where the first came at once', async () => {
    assert.equal(await tpotOf({ ...streamed, usage: { outputTokens: 1 } }), null);
    assert.equal(await tpotOf({ ...streamed, usage: { outputTokens: 0 } }), null);
    assert.equal(await tpotOf({ usage: { outputTokens: 9 }, end: 50 }), null);
    assert.equal(await tpotOf({ texts: ['a', 'b'], at: [0, 10], usage: { outputTokens: 9 } }), null);
  });

  it('a failed response that satisfies the conditions has one too', async () => {
    const { response } = await recordOf({
      ...streamed,
      usage: { outputTokens: 3 },
      error: { message: 'cut' },
    });
    assert.deepEqual([response.error, response.time_per_output_token], ['cut', (0.4 - 0.1) / 2]);
  });

  it('tokens counted here are used for it as well', async () => {
    assert.equal(await tpotOf({ texts: ['one', ' two', ' three'], at: [100, 200, 400] }), (0.4 - 0.1) / 2);
  });

  it('missing counts are word counts, marked as estimates; counts are null where there is no text', async () => {
    const counted = await recordOf({ texts: ['a\u2003b', '\u001cc'], at: [1, 2] });
    assert.deepEqual([counted.response.num_tokens_input, counted.response.num_tokens_output], [2, 3]);
    assert.deepEqual(
      [counted.trace.tokenSourceInput, counted.trace.tokenSourceOutput],
      ['estimate', 'estimate'],
    );
    const none = await recordOf({ end: 5 }, null);
    assert.deepEqual([none.response.num_tokens_input, none.response.num_tokens_output], [null, null]);
    assert.deepEqual([none.trace.tokenSourceInput, none.trace.tokenSourceOutput], [null, null]);
    const reported = await recordOf(hello);
    assert.deepEqual([reported.response.num_tokens_input, reported.trace.tokenSourceInput], [3, 'usage']);
  });

  it('an answer in which nothing was generated has no times of ours, and counts apart', async () => {
    const { files } = await wholeRun({
      script: call => (call.number % 2 === 0 ? hello : { end: 5, usage: { outputTokens: 3 } }),
      config: { payloads: [{ prompt: 'a' }], requests: 4 },
    });
    const result = files.finished?.result;
    assert.equal(result?.metrics['request_throughput']?.n, 2);
    assert.equal(result?.stats['failed_requests'], 0);
    assert.deepEqual(
      result?.diagnostics.filter(({ id }) => id === 'empty-answers').map(({ message }) => message),
      [
        '2 of 4 answers held no token: they are in no rate, latency or percentile. 2 of them report output tokens all the same, of which nothing was seen.',
      ],
    );
  });

  it('a run whose answers all held no token is no success, with failures beside them or not', async () => {
    for (const failures of [0, 2]) {
      const { files } = await wholeRun({
        script: call => (call.number < failures ? { end: 5, error: { message: 'boom' } } : { end: 5 }),
        config: { payloads: [{ prompt: 'a' }], requests: 4 },
      });
      assert.deepEqual(tooManyFailures(files.finished?.result.diagnostics ?? []), [
        `${4 - failures} of 4 answers held no token: they are in no rate, latency or percentile.`,
      ]);
    }
  });

  it('usage that contradicts the answer is not believed: tokens are counted here, and it is said', async () => {
    for (const count of [0, -1]) {
      const { response, trace } = await recordOf({
        texts: ['one', ' two', ' three'],
        at: [100, 200, 300],
        usage: { inputTokens: count, outputTokens: count },
      });
      assert.deepEqual([response.num_tokens_input, response.num_tokens_output], [2, 3]);
      assert.deepEqual(
        [trace.tokenSourceInput, trace.tokenSourceOutput, trace.contradictoryUsage, trace.tpot],
        ['estimate', 'estimate', true, null],
      );
    }
  });

  it('an answer that arrived at once has neither TPOT nor ITL', async () => {
    const { files } = await wholeRun({
      script: () => ({
        texts: ['a', 'b', 'c'],
        at: [300, 300, 300],
        usage: { inputTokens: 1, outputTokens: 3 },
      }),
      config: { payloads: [{ prompt: 'a' }], requests: 2 },
    });
    const result = files.finished?.result;
    assert.deepEqual(
      [result?.metrics['tpot']?.n, result?.metrics['itl']?.n, result?.metrics['ttft']?.n],
      [0, 0, 2],
    );
    assert.equal(files.traces[0]?.noTpot, 'buffered');
    assert.ok(result?.diagnostics.some(({ id }) => id === 'buffered'));
  });

  it('nothing is counted for a failed response', async () => {
    const { response } = await recordOf({ texts: ['a b'], at: [10], error: {} });
    assert.deepEqual([response.num_tokens_input, response.num_tokens_output], [null, null]);
  });

  it('secrets are removed from the error of a response, wherever it comes from', () => {
    const redact = (text: string) => text.replaceAll('sk-1', '***');
    const options = { visibleTokensOnly: true, runStart: 0, redact };
    const refused = recordsOf(outcome(null, 'no sk-1'), options);
    assert.equal(refused.response.error, 'no ***');
    const failed = recordsOf(
      outcome([
        {
          type: 'error',
          at: 1,
          error: {
            message: 'bad sk-1',
            reason: 'authentication',
            status: 401,
            requestId: 'r',
            retryAfter: null,
          },
        },
      ]),
      options,
    );
    assert.equal(failed.response.error, 'bad ***');
    assert.deepEqual([failed.trace?.reason, failed.trace?.requestId], ['authentication', 'r']);
  });
});

function outcome(events: WireEvent[] | null, refusal = '') {
  const exchange: Exchange = {
    wire: { ...noWireFacts(), endedAt: 2, newConnection: true, status: 401, retries: 0 },
    retryable: null,
    read: emit => events?.forEach(emit),
  };
  return {
    phase: 'measure' as const,
    client: 0,
    index: 0,
    payload: 0,
    requestTime: 0,
    request: events && { prepared: {}, inputText: null },
    exchange: events && exchange,
    refusal,
  };
}
