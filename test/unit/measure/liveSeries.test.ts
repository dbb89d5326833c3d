import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { LiveSeriesKeeper } from '../../../src/measure/run/liveSeries.ts';

const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);
const request = fc.record({
  step: fc.double({ min: 0, max: 20, noNaN: true }),
  ttft: fc.option(fc.double({ min: 0, max: 5, noNaN: true })),
  tokens: fc.integer({ min: 0, max: 500 }),
});

describe('the live series', () => {
  it('counts requests and tokens in the second in which they ended', () => {
    const series = new LiveSeriesKeeper();
    series.add(0, 0.5, 0.1, 10);
    series.add(0.2, 0.9, 0.2, 20);
    series.add(1.5, 3.1, null, 5);
    const { ttft, throughput } = series.read();
    assert.deepEqual(ttft, { at: Float64Array.of(0, 0.2), seconds: Float64Array.of(0.1, 0.2) });
    assert.deepEqual(throughput, {
      bucketSeconds: 1,
      requests: Float64Array.of(2, 0, 0, 1),
      outputTokens: Float64Array.of(30, 0, 0, 5),
    });
  });

  it('stays small, keeps every request and token in its bucket, and has only original points', () =>
    fc.assert(
      fc.property(
        fc.array(request, { maxLength: 50 }),
        fc.integer({ min: 1, max: 400 }),
        (pattern, times) => {
          const series = new LiveSeriesKeeper();
          const points = new Set<string>();
          let at = 0;
          let requests = 0;
          let tokens = 0;
          const ends: number[] = [];
          for (let i = 0; i < times; i += 1) {
            for (const { step, ttft, tokens: t } of pattern) {
              at += step;
              series.add(at, at + 1, ttft, t);
              if (ttft !== null) points.add(`${at} ${ttft}`);
              ends.push(at + 1);
              requests += 1;
              tokens += t;
            }
          }
          const { ttft, throughput } = series.read();
          assert.ok(ttft.at.length <= 3000 && throughput.requests.length <= 600);
          assert.equal(ttft.at.length, ttft.seconds.length);
          assert.equal(throughput.requests.length, throughput.outputTokens.length);
          assert.equal(sum(throughput.requests), requests);
          assert.equal(sum(throughput.outputTokens), tokens);
          ttft.at.forEach((time, i) => {
            assert.ok(points.has(`${time} ${ttft.seconds[i]}`));
            assert.ok(i === 0 || time >= (ttft.at[i - 1] ?? 0));
          });
          throughput.requests.forEach((count, i) => {
            const [from, to] = [i * throughput.bucketSeconds, (i + 1) * throughput.bucketSeconds];
            assert.equal(count, ends.filter(end => end >= from && end < to).length);
          });
        },
      ),
      { numRuns: 30 },
    ));

  it('thins evenly: the first point stays, the last is at most a stride old', () => {
    const series = new LiveSeriesKeeper();
    for (let i = 0; i < 100_000; i += 1) series.add(i, i + 1, i, 1);
    const { at } = series.read().ttft;
    const stride = (at[1] ?? 0) - (at[0] ?? 0);
    assert.equal(at[0], 0);
    assert.ok(at.length > 1000 && at.length <= 3000);
    assert.ok(at.every((time, i) => time === i * stride));
    assert.ok(99_999 - (at.at(-1) ?? 0) < stride);
  });

  it('returns copies', () => {
    const series = new LiveSeriesKeeper();
    series.add(0, 0.5, 0.1, 10);
    series.read().ttft.at[0] = 99;
    assert.equal(series.read().ttft.at[0], 0);
  });
});
