import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { Exchange } from '../../src/endpoints/contract/endpoint.ts';
import type { EndpointConfigInput } from '../../src/endpoints/kinds.ts';
import { RetryingEndpoint } from '../../src/measure/run/retrying.ts';
import { fixed } from '../../src/simulator/scenario/distribution.ts';
import type { FaultRule } from '../../src/simulator/scenario/faults.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { realEndpoint, runAll } from '../unit/endpoints/support/runs.ts';

describe('retries', () => {
  let simulator: Simulator | undefined;
  let waits: number[];

  beforeEach(() => {
    waits = [];
  });
  afterEach(() => simulator?.close());

  /** Records how long a wait should be, and waits for only 25 ms. */
  const shortDelay = (run: () => void, milliseconds: number) => {
    waits.push(milliseconds);
    const timer = setTimeout(run, 25);
    return () => clearTimeout(timer);
  };

  async function run(
    faults: FaultRule[],
    retries: number,
    timeout = 30,
    [kind, path]: [EndpointConfigInput['kind'], string] = ['openai-chat', '/v1'],
  ) {
    simulator = await startSimulator({
      overrides: { ttft: fixed(0.01), itl: fixed(0.001), tokens: fixed(5) },
      scenarios: { scripted: { faults } },
    });
    const baseUrl = `${simulator.url}/scripted${path}`;
    const endpoint = await realEndpoint({ kind, model: 'sim', baseUrl } as EndpointConfigInput);
    const { records } = await runAll({
      endpoint: new RetryingEndpoint(endpoint, retries, shortDelay),
      timeout,
    });
    const [record] = records;
    assert.ok(record?.trace && records.length === 1);
    return { response: record.response, trace: record.trace, server: simulator };
  }

  async function served(server: Simulator, count: number): Promise<number> {
    while (server.truth().length < count) await setImmediate();
    return server.truth().length;
  }

  it('wait as long as Retry-After asks; the time starts with the first attempt, and the number is recorded', async () => {
    const { response, trace, server } = await run([{ fault: 'http-429', first: 2 }], 3);
    assert.deepEqual([response.error, response.retries, trace.reason], [null, 2, null]);
    assert.deepEqual(waits, [1000, 1000]);
    assert.equal(await served(server, 3), 3);
    const truth = server.truth().at(-1);
    // Two waits of 25 ms, in which Node's timers may be a millisecond early, and the answer's own time.
    assert.ok((response.time_to_first_token ?? 0) >= 0.048 + (truth?.ttft ?? 1));
    assert.ok((response.time_to_last_token ?? 0) >= 0.048 + (truth?.ttlt ?? 1));
    assert.equal(trace.ttft, response.time_to_first_token);
  });

  it('wait as long as Google’s refusal asks in its body', async () => {
    const refusals: FaultRule[] = [{ fault: 'http-429', first: 2 }];
    const { response } = await run(refusals, 3, 30, ['google-gemini', '/v1beta']);
    assert.deepEqual([response.error, response.retries], [null, 2]);
    assert.deepEqual(waits, [1000, 1000]);
  });

  it('back off like the SDKs if the server does not ask for a wait, and end at last', async () => {
    const { response, trace, server } = await run([{ fault: 'http-500', rate: 1 }], 3);
    assert.deepEqual([response.retries, trace.reason, trace.httpStatus], [3, 'server', 500]);
    assert.equal(await served(server, 4), 4);
    assert.equal(waits.length, 3);
    waits.forEach((wait, i) => {
      const longest = 500 * 2 ** i;
      assert.ok(wait <= longest && wait >= 0.75 * longest, `${wait} after attempt ${i + 1}`);
    });
  });

  for (const fault of ['overloaded', 'reset-before-headers'] as const) {
    it(`recover from ${fault}`, async () => {
      const { response, server } = await run([{ fault, first: 1 }], 2);
      assert.deepEqual([response.error, response.retries], [null, 1]);
      assert.equal(await served(server, 2), 2);
    });
  }

  for (const fault of [
    'http-400',
    'http-401',
    'http-404',
    'reset-mid-stream',
    'error-event',
    'malformed-json',
  ] as const) {
    it(`are not used for ${fault}`, async () => {
      const { response, server } = await run([{ fault, first: 1 }], 2);
      assert.notEqual(response.error, null);
      assert.deepEqual([response.retries, waits], [0, []]);
      assert.equal(await served(server, 1), 1);
    });
  }

  it('are not used for a timeout', async () => {
    const { response, trace } = await run([{ fault: 'stall', first: 1 }], 2, 0.4);
    assert.deepEqual([response.retries, trace.reason, waits], [0, 'timeout', []]);
  });

  it('end when the run is stopped during a wait', async () => {
    simulator = await startSimulator({
      scenarios: { scripted: { faults: [{ fault: 'http-500', rate: 1 }] } },
    });
    const endpoint = await realEndpoint({
      kind: 'openai-chat',
      model: 'sim',
      baseUrl: `${simulator.url}/scripted/v1`,
    });
    let cancelled = false;
    let waiting = () => {};
    const waits = new Promise<void>(resolve => {
      waiting = resolve;
    });
    const retrying = new RetryingEndpoint(endpoint, 5, () => {
      waiting();
      return () => {
        cancelled = true;
      };
    });
    const request = await retrying.ready(retrying.createPayload('Hi', { maxTokens: 5 }));
    const seen: Exchange[] = [];
    const pending = retrying.invoke(request, 5000, exchange => seen.push(exchange));
    await waits;
    pending.abort('Stopped.');
    assert.deepEqual(
      [cancelled, seen.length, seen[0]?.wire.retries, seen[0]?.wire.status],
      [true, 1, 0, 500],
    );
    retrying.close();
    assert.equal(await served(simulator, 1), 1);
  });
});
