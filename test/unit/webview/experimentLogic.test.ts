import assert from 'node:assert/strict';
import { comparedDefinition } from '../../../src/core/compare/comparedMetrics.ts';
import { intervalPlace, sharedReach } from '../../../src/webview/experiments/comparison/intervalPlace.ts';
import { shownRows } from '../../../src/webview/experiments/comparison/shownRows.ts';
import {
  elapsedSeconds,
  inFlight,
  progressTitle,
  secondsLeft,
  shareDone,
  spokenExperiment,
} from '../../../src/webview/experiments/live/liveExperiment.ts';
import { chartedMetrics, timesSent } from '../../../src/webview/experiments/panel/chartedMetrics.ts';
import { fileName } from '../../../src/webview/experiments/panel/fileName.ts';
import { compared, interleaved } from '../../webview/harness/experimentFixtures.ts';
import { liveAb, liveLoadTest } from '../../webview/harness/liveFixtures.ts';
import { lognormal } from '../compare/simulated.ts';

const run = (name: string, seed: number) => ({
  name,
  seed,
  n: 40,
  startsAt: seed * 1000,
  ttft: lognormal(0.3, 0.2),
});

describe('interval marks', () => {
  it('lie around zero on an axis that all rows share', () => {
    assert.deepEqual(intervalPlace({ low: -0.1, value: 0, high: 0.05 }, 0.1), {
      low: 6,
      value: 60,
      high: 87,
      cutLow: false,
      cutHigh: false,
    });
  });

  it('are cut off where one is much wider than most, and marked as cut', () => {
    const usual = { low: -0.01, value: 0, high: 0.02 };
    const reach = sharedReach([usual, usual, { low: 0.5, value: 0.8, high: 1 }]);
    assert.equal(reach, 0.08);
    const { value, cutLow, cutHigh } = intervalPlace({ low: 0.5, value: 0.8, high: 1 }, reach);
    assert.deepEqual([value, cutLow, cutHigh], [114, false, true]);
  });

  it('have no extent where nothing differs', () => {
    assert.equal(sharedReach([]), 0);
    assert.deepEqual(intervalPlace({ low: 0, value: 0, high: 0 }, 0).value, 60);
  });
});

describe('rows of a comparison', () => {
  const [pair] = interleaved(0.9, 60).comparison.pairs;

  it('show one statistic, or the only one a metric has', () => {
    assert.ok(pair);
    assert.deepEqual(
      shownRows(pair, 'p90').map(({ label }) => label),
      ['TTFT p90', 'TTLT p90', 'TPOT p90', comparedDefinition('error_rate').label],
    );
    assert.equal(shownRows(pair, 'all').length, 3 * 4 + 1);
  });
});

describe('charts of a comparison', () => {
  it('are drawn for the metrics that were compared', () => {
    assert.deepEqual(chartedMetrics(compared([run('A', 1), run('B', 2)]).comparison), [
      'ttft',
      'ttlt',
      'tpot',
    ]);
    assert.deepEqual(chartedMetrics(compared([run('A', 1)]).comparison), []);
  });

  it('start together, or each with its own first request', () => {
    const { columns } = compared([run('A', 1), run('B', 2)]);
    const first = (times: Float64Array[]) => times.map(at => Math.round(at[0] ?? Number.NaN));
    assert.deepEqual(first(timesSent(columns, false)), [0, 0]);
    assert.deepEqual(first(timesSent(columns, true)), [0, 1000]);
  });
});

describe('an experiment in progress', () => {
  it('counts the requests of all sides together', () => {
    const progress = liveAb(0.5);
    const done = progress.steps.reduce((sum, { snapshot }) => sum + (snapshot?.progress.done ?? 0), 0);
    assert.equal(progressTitle(progress), `${done} of 800 requests (${Math.round(done / 8)} %)`);
    assert.ok(Math.abs((shareDone(progress) ?? 0) - done / 800) < 1e-9);
    const elapsed = progress.steps.map(({ snapshot }) => snapshot?.progress.elapsed ?? 0);
    assert.equal(elapsedSeconds(progress), Math.max(...elapsed));
  });

  it('counts a load test by levels, one after the other', () => {
    const progress = liveLoadTest(0.5);
    assert.equal(progressTitle(progress), '2 of 5 levels done, now 20 clients');
    const { done, total } = progress.steps[2]?.snapshot?.progress ?? { done: 0, total: 1 };
    assert.equal(shareDone(progress), (2 + done / (total ?? 1)) / 5);
    assert.equal(inFlight(progress), progress.steps[2]?.snapshot?.progress.inFlight);
    const elapsed = progress.steps.map(({ snapshot }) => snapshot?.progress.elapsed ?? 0);
    assert.equal(
      elapsedSeconds(progress),
      elapsed.reduce((sum, one) => sum + one, 0),
    );
    assert.match(
      spokenExperiment(progress),
      /^2 of 5 levels done, now 20 clients, after .*, \d+ requests failed$/,
    );
  });

  it('estimates the time left from the slower side, but not for a load test or while stopping', () => {
    const progress = liveAb(0.5);
    const each = progress.steps.map(({ snapshot }) => {
      const { done, total, elapsed } = snapshot?.progress ?? { done: 1, total: 1, elapsed: 0 };
      return (elapsed / done) * ((total ?? 0) - done);
    });
    assert.equal(secondsLeft(progress), Math.max(...each));
    assert.equal(secondsLeft({ ...progress, stopping: true }), null);
    assert.equal(secondsLeft(liveAb(0)), null);
    assert.equal(secondsLeft(liveLoadTest()), null);
  });

  it('shows only that it is preparing before the first step', () => {
    const progress = liveAb(0, { steps: [] });
    assert.deepEqual(
      [shareDone(progress), progressTitle(progress), spokenExperiment(progress)],
      [null, 'Preparing', 'Preparing'],
    );
  });
});

describe('names of saved files', () => {
  it('are plain, and never empty or hidden', () => {
    assert.equal(fileName('A/B: GPT 4 – über', 'png'), 'a-b-gpt-4-u-ber.png');
    assert.equal(fileName('../../etc', 'csv'), 'etc.csv');
    assert.equal(fileName('日本', 'svg'), 'llmeter.svg');
  });
});
