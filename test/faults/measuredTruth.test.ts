import assert from 'node:assert/strict';
import type { EndpointConfigInput } from '../../src/endpoints/kinds.ts';
import { uniform } from '../../src/simulator/scenario/distribution.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import type { Truth } from '../../src/simulator/truth/truthLog.ts';
import { realEndpoint, runAll } from '../unit/endpoints/support/runs.ts';
import { withLateness } from './lateness.ts';

/** The server's stamp is taken before the write and ours after the read, by one clock. */
const rounding = 1e-6;
/** Fragments are sent a millisecond apart, and the last one may contain only the line end after an event. */
const lastFragment = 0.003;

describe('measured and true times', () => {
  let simulator: Simulator;
  before(async () => {
    simulator = await startSimulator({
      overrides: { ttft: uniform(0.01, 0.2), itl: uniform(0, 0.02), tokens: uniform(1, 30) },
      scenarios: {
        fragments: { fragmentBytes: 50, eventsPerWrite: 1 },
        batches: { eventsPerWrite: 3 },
        thinking: { reasoningTokens: uniform(1, 10) },
      },
    });
  });
  after(() => simulator.close());

  for (const [kind, path] of [
    ['openai-chat', '/v1'],
    ['anthropic-messages', ''],
    ['openai-responses', '/v1'],
    ['google-gemini', '/v1beta'],
    ['litellm', '/v1'],
  ] as const) {
    for (const scenario of ['default', 'fragments', 'batches', 'thinking']) {
      it(`${kind}, ${scenario}: TTFT and TTLT are the server’s, a little later`, async () => {
        const baseUrl = `${simulator.url}/${scenario}${path}`;
        const endpoint = await realEndpoint({ kind, model: 'sim', baseUrl } as EndpointConfigInput);
        const { result, bound } = await withLateness(() => runAll({ endpoint, clients: 4, requests: 3 }));
        const { records } = result;
        assert.equal(records.length, 12);
        const range = { early: scenario === 'fragments' ? lastFragment : rounding, bound };
        for (const { response, trace } of records) {
          const truth = truthOf(response.id);
          within(response.time_to_first_token, truth.ttft, range);
          within(response.time_to_last_token, truth.ttlt, range);
          within(trace?.ttft ?? null, truth.ttft, range);
          within(trace?.ttftAny ?? null, truth.anyTtft, range);
          within(trace?.ttlt ?? null, truth.ttlt, range);
        }
      });
    }

    it(`${kind} in one body: TTLT is the last byte’s arrival`, async () => {
      const baseUrl = `${simulator.url}${path}`;
      const endpoint = await realEndpoint({
        kind,
        model: 'sim',
        baseUrl,
        stream: false,
      } as EndpointConfigInput);
      const { result, bound } = await withLateness(() => runAll({ endpoint, clients: 4, requests: 3 }));
      const { records } = result;
      for (const { response } of records) {
        assert.equal(response.time_to_first_token, null);
        within(response.time_to_last_token, truthOf(response.id).ttlt, { early: rounding, bound });
      }
    });
  }

  function truthOf(id: string | null): Truth {
    const truth = simulator.truth().find(each => each.id === id);
    assert.ok(truth, `no truth of ${id}`);
    return truth;
  }
});

interface Range {
  /** Seconds by which the measured time may be before the true one. */
  early: number;
  /** Seconds by which it may be after it. The bench shows how small the difference is in fact. */
  bound: number;
}

function within(measured: number | null, truth: number | null, { early, bound }: Range): void {
  assert.ok(measured !== null && truth !== null);
  const late = measured - truth;
  assert.ok(late >= -early && late < bound, `measured ${measured} s where ${truth} s was true`);
}
