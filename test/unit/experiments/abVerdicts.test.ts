import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/core/base/random.ts';
import { compareSamples } from '../../../src/core/compare/compareSamples.ts';
import { type Sample, sampleOf } from '../../../src/core/compare/sample.ts';
import { lognormal } from '../compare/simulated.ts';
import type { MemoryFiles } from '../measure/support/scriptedRun.ts';
import { virtualSides } from './support/virtualSides.ts';

/** Milliseconds that network and provider add at a time: twice as much now as a minute later. */
const drift = (at: number) => 60 * (1 + Math.sin(at / 20_000));

/** Answers whose own part has this median, milliseconds. */
function answering(median: number, seed: number) {
  const random = seededRandom(seed);
  const own = lognormal(median, 0.1);
  return ({ sentAt }: { sentAt: number }) => {
    const first = own(random) + drift(sentAt);
    return { texts: ['a', 'b'], at: [first, first + 10] };
  };
}

function sample(name: string, { responses, traces }: MemoryFiles): Sample {
  const measured = traces.filter(({ phase }) => phase === 'measure');
  assert.equal(measured.length, responses.length);
  const requests = responses.map((response, i) => ({
    // A server that reports that it cached nothing: all requests have the same prompt.
    response: { ...response, num_tokens_input_cached: 0 },
    trace: measured[i] ?? null,
  }));
  return sampleOf(requests, {
    ...{ name, clients: 5, stream: true, transport: 'memory', diagnostics: [], partial: null },
  });
}

/** 500 requests of each, five clients, in virtual time: the same in every repetition. */
async function race(baseline: number, candidate: number) {
  const config = { requests: 100, warmup: 1 };
  const { clock, sides, over } = virtualSides(
    [
      { config, script: answering(baseline, 21) },
      { config, script: answering(candidate, 22) },
    ],
    5,
  );
  await clock.until(over());
  const [a, b] = sides.map(({ files }, i) => sample(i === 0 ? 'A' : 'B', files));
  assert.ok(a && b);
  const [pair] = compareSamples([a, b], { decidingMetric: 'ttft' });
  const [found] = pair?.metrics.find(({ key }) => key === 'ttft')?.statistics ?? [];
  assert.ok(pair && found?.difference);
  assert.deepEqual([pair.arrangement, pair.reasons, found.baseline.n], ['interleaved', [], 500]);
  return { verdict: found.verdict, ...found.difference.absolute };
}

describe('verdicts of A/B runs while the network drifts, n = 500', () => {
  it('are right where the endpoints differ by a twentieth, either way, with the truth in the interval', async () => {
    for (const [a, b, verdict] of [
      [200, 210, 'worse'],
      [210, 200, 'better'],
    ] as const) {
      const found = await race(a, b);
      assert.equal(found.verdict, verdict);
      const truth = (b - a) / 1000;
      assert.ok(found.low < truth && truth < found.high, `${truth} in ${found.low} to ${found.high}`);
    }
  });

  it('find no difference where there is none', async () => {
    const { verdict, low, high } = await race(200, 200);
    assert.equal(verdict, 'no detectable difference');
    assert.ok(low < 0 && high > 0 && high - low < 0.02);
  });
});
