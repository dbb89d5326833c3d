import assert from 'node:assert/strict';
import { parsePlan } from '../../../src/measure/plan/parsePlan.ts';
import { configOf } from '../../../src/measure/run/runConfig.ts';
import { hello } from './support/scriptedEndpoint.ts';
import { prompts, scriptedRun, wholeRun } from './support/scriptedRun.ts';

const endpoint = { kind: 'openai-chat', model: 'm' };

describe('a count-bound run', () => {
  it('sends clients x requests; every one is counted and written', async () => {
    const { endpoint, files, result } = await wholeRun({ config: { clients: 3, requests: 4 } });
    assert.equal(endpoint.calls.length, 12);
    assert.equal(files.responses.length, 12);
    assert.deepEqual(
      [result.summary.total_requests, result.summary.clients, result.summary.n_requests],
      [12, 3, 4],
    );
    assert.deepEqual([files.finished?.state, result.interrupted, endpoint.closed], ['saved', false, true]);
  });

  it('the number of requests defaults to the number of payloads', () => {
    const payloads = prompts('a', 'b', 'c');
    assert.equal(configOf(parsePlan({ endpoint }, 'x'), 'r', payloads).requests, 3);
    assert.equal(configOf(parsePlan({ endpoint, requests: 5 }, 'x'), 'r', payloads).requests, 5);
    assert.equal(configOf(parsePlan({ endpoint, duration: '2s' }, 'x'), 'r', payloads).requests, null);
  });

  it('payloads are cycled in one order; fewer requests use the first ones', async () => {
    const config = { requests: 7, payloads: prompts('a', 'b', 'c') };
    const sent = (await wholeRun({ config })).endpoint.calls.map(call => call.payload['prompt']);
    assert.deepEqual(sent.slice(0, 3).sort(), ['a', 'b', 'c']);
    assert.deepEqual(sent, [...sent.slice(0, 3), ...sent.slice(0, 3), sent[0]]);
    const few = await wholeRun({ config: { ...config, requests: 2 } });
    assert.deepEqual(
      few.endpoint.calls.map(call => call.payload['prompt']),
      sent.slice(0, 2),
    );
  });

  it('is a closed loop: a client sends again as soon as its answer is complete', async () => {
    const { endpoint } = await wholeRun({ config: { requests: 3 } });
    const [first] = endpoint.calls;
    assert.deepEqual(
      endpoint.calls.map(call => call.sentAt - (first?.sentAt ?? 0)),
      [0, 150, 300],
    );
  });

  it('reports the times of each request in seconds, and of the run from the first send to the last end', async () => {
    const { result, files } = await wholeRun({ config: { clients: 2, requests: 2 } });
    assert.deepEqual(
      files.responses.map(r => [r.time_to_first_token, r.time_to_last_token, r.response_text, r.error]),
      Array(4).fill([0.1, 0.15, 'Hello there', null]),
    );
    assert.deepEqual(
      files.traces.map(t => [t.client, t.index, t.sentAt, t.endedAt, t.gaps, t.phase]),
      [
        [0, 0, 0, 0.15, [0.05], 'measure'],
        [1, 0, 0, 0.15, [0.05], 'measure'],
        [0, 1, 0.15, 0.3, [0.05], 'measure'],
        [1, 1, 0.15, 0.3, [0.05], 'measure'],
      ],
    );
    assert.equal(result.summary.total_test_time, 0.3);
    assert.equal((result.summary.end_time ?? 0) - (result.summary.start_time ?? 0), 300);
  });

  it('every response is counted and written, even if it arrives while others are processed', async () => {
    // All answers end at the same time: the client loops are over before the first one is processed.
    const { files, result, endpoint } = await wholeRun({
      config: { clients: 200, requests: 1 },
      script: () => ({ ...hello, end: 500 }),
    });
    assert.equal(endpoint.calls.length, 200);
    assert.equal(files.responses.length, 200);
    assert.equal(new Set(files.traces.map(trace => trace.client)).size, 200);
    assert.equal(result.summary.total_requests, 200);
  });

  it('a failed request counts, keeps its text and does not stop its client', async () => {
    const { files, result } = await wholeRun({
      config: { requests: 3 },
      script: ({ number }) =>
        number === 1 ? { texts: ['Hel'], at: [100], error: { message: 'boom', reason: 'server' } } : hello,
    });
    assert.deepEqual(
      files.responses.map(r => [r.response_text, r.error, r.time_to_first_token]),
      [
        ['Hello there', null, 0.1],
        ['Hel', 'boom', 0.1],
        ['Hello there', null, 0.1],
      ],
    );
    assert.deepEqual([result.stats['failed_requests'], result.stats['total_requests']], [1, 3]);
  });

  it('an answer that an adapter cannot read is a failed request, not the end of the run', async () => {
    const { files, result, runner } = await wholeRun({
      config: { requests: 2 },
      script: ({ number }) =>
        number === 0
          ? {
              read: () => {
                throw new Error('incorrect header check');
              },
            }
          : hello,
    });
    assert.deepEqual(
      files.responses.map(r => r.error),
      ['The answer could not be read: incorrect header check', null],
    );
    assert.deepEqual([result.stats['failed_requests'], runner.state], [1, 'saved']);
    assert.equal(files.traces[0]?.reason, 'protocol');
  });

  for (const [how, fail] of [
    ['throws', () => assert.fail('no such field')],
    ['rejects', () => Promise.reject(new Error('no such field'))],
  ] as const) {
    it(`a request whose preparation ${how} is a failure with id and error only`, async () => {
      const { clock, endpoint, runner, files } = scriptedRun({
        config: { clients: 2, requests: 2, warmup: 1 },
      });
      endpoint.prepare = fail;
      await clock.until(runner.run());
      assert.equal(endpoint.calls.length, 0);
      assert.equal(files.responses.length, 4);
      for (const { id, error, ...others } of files.responses) {
        assert.match(id ?? '', /^[0-9a-f]{32}$/);
        assert.equal(error, 'no such field');
        assert.deepEqual([...new Set(Object.values(others))], [null]);
      }
      assert.deepEqual(
        [runner.counts.warmupDone, runner.counts.inFlight, runner.counts.done, files.traces],
        [2, 0, 4, []],
      );
    });
  }
});
