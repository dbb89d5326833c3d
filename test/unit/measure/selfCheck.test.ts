import assert from 'node:assert/strict';
import { checkSelf, type ServerTruth } from '../../../src/measure/selfCheck.ts';
import { type Answer, type Call, ScriptedEndpoint } from './support/scriptedEndpoint.ts';
import { VirtualClock } from './support/virtualClock.ts';

/** Checks an engine that measures request `n` late by `late(n)` milliseconds. */
async function check(
  late: (n: number) => number,
  answer: (call: Call, answer: Answer) => Answer = (_, a) => a,
) {
  const clock = new VirtualClock();
  const truths: ServerTruth[] = [];
  const endpoint = new ScriptedEndpoint(clock, call => {
    const id = `answer-${call.number}`;
    truths.push({ id, ttft: 0.002, ttlt: 0.006 });
    const at = [2, 3, 4, 5, 6].map(time => time + late(call.number));
    return answer(call, { id, texts: ['a', 'b', 'c', 'd', 'e'], at });
  });
  const result = await clock.until(checkSelf({ endpoint, truth: async () => truths }, clock));
  return { result, endpoint, took: clock.now() - 1000 };
}

describe('the self-check', () => {
  it('reports by how much measured times exceed the true ones', async () => {
    const { result, took } = await check(() => 0.5);
    assert.ok(result);
    assert.ok(Math.abs(result.stampErrorP50 - 0.0005) < 1e-9);
    assert.ok(Math.abs(result.stampErrorP99 - 0.0005) < 1e-9);
    assert.ok(result.samples > 100);
    assert.ok(result.eventsPerSecond > 0);
    assert.ok(took < 130, `it took ${took} ms`);
  });

  it('reports p99 separately from p50', async () => {
    const { result } = await check(n => (n % 20 === 0 ? 9 : 0.1));
    assert.ok(result && result.stampErrorP50 < 0.0002 && result.stampErrorP99 > 0.0089);
  });

  it('excludes the warm-up', async () => {
    const { result, endpoint } = await check(n => (n < 24 ? 50 : 1));
    assert.ok(result && Math.abs(result.stampErrorP99 - 0.001) < 1e-9);
    assert.ok(endpoint.calls.length > 24);
  });

  it('reports the error even on a machine too busy to send much in time', async () => {
    const { result, took } = await check(n => (n < 24 ? 1 : 500));
    assert.ok(result && Math.abs(result.stampErrorP50 - 0.5) < 1e-9);
    assert.equal(result.samples, 8 * 2 * 2);
    assert.ok(took < 1100);
  });

  it('has no result if the server fails or is another one', async () => {
    const failing = await check(
      () => 1,
      (_, answer) => ({ ...answer, error: { message: 'no' } }),
    );
    assert.equal(failing.result, null);
    assert.equal(
      (
        await check(
          () => 1,
          (_, answer) => ({ ...answer, id: 'unknown' }),
        )
      ).result,
      null,
    );
  });
});
