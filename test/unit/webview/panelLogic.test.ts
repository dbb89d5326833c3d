import assert from 'node:assert/strict';
import type { ResponseTrace } from '../../../src/core/request/trace.ts';
import { subjectIn } from '../../../src/protocol/panel.ts';
import type { Report, RunSnapshot } from '../../../src/protocol/run.ts';
import { DrawingPace } from '../../../src/webview/host/drawingPace.ts';
import { UiStore } from '../../../src/webview/host/uiState.ts';
import {
  progressView,
  remainingSeconds,
  spokenProgress,
  stillText,
} from '../../../src/webview/live/progress.ts';
import { moveInGrid } from '../../../src/webview/parts/moveByKey.ts';
import { initialRunUi, type RunUiState } from '../../../src/webview/run/panel/runUiState.ts';
import { flatten } from '../../../src/webview/run/report/flatten.ts';
import { failuresOf, successfulValues, throughputOf } from '../../../src/webview/run/report/reportSeries.ts';
import { requestOrder } from '../../../src/webview/run/report/requestOrder.ts';
import { timelineParts } from '../../../src/webview/run/report/timelineParts.ts';
import { report, samples } from '../../webview/harness/runFixtures.ts';
import { snapshot } from '../../webview/harness/snapshotFixtures.ts';

const mix = { count: 40, clients: 4, failing: 0.2 };
const withProgress = (change: Partial<RunSnapshot['progress']>, state: RunSnapshot['state'] = 'running') => {
  const base = snapshot(mix, 0.5, { state });
  return { ...base, progress: { ...base.progress, failed: 0, ...change } };
};

describe('drawing a measurement in progress', () => {
  it('costs at most a twentieth of a core', () => {
    const pace = new DrawingPace();
    for (const cost of [2, 25, 25, 25]) pace.restAfter(cost);
    const rest = pace.restAfter(25);
    assert.equal(Math.round((100 * 25) / (25 + rest)), 5);
  });

  it('pauses only if several drawings in a row are expensive', () => {
    const pace = new DrawingPace();
    for (const cost of [300, 20, 300, 300, 300]) assert.ok(pace.restAfter(cost) < 600);
    assert.ok(pace.restAfter(300) > 5000);
    assert.ok(pace.restAfter(20) < 600);
  });

  it('says so when numbers stand still for more than a moment', () => {
    assert.deepEqual([stillText(0, 0), stillText(1, 0)], [null, null]);
    assert.match(stillText(2, 0) ?? '', /^No news for 2 s:/);
    assert.match(stillText(3, 3) ?? '', /^Updated every 3 s, so that/);
    assert.match(stillText(6, 3) ?? '', /^No news for 6 s:/);
  });
});

describe('progress of a run', () => {
  it('counts requests and estimates the time left from the pace so far', () => {
    const half = withProgress({ done: 200, total: 800, elapsed: 30 });
    assert.deepEqual(progressView(half), {
      share: 0.25,
      title: '200 of 800 requests (25 %)',
      remaining: 'about 1 min 30 s left',
    });
    assert.equal(
      spokenProgress(withProgress({ done: 200, total: 800, elapsed: 30, failed: 3 })),
      '200 of 800 requests (25 %), 3 failed, about 1 min 30 s left',
    );
  });

  it('counts time where the run is limited by time', () => {
    assert.deepEqual(progressView(withProgress({ done: 12, total: null, duration: 30, elapsed: 45 })), {
      share: 1,
      title: '12 requests (100 % of the time)',
      remaining: 'about 0 ms left',
    });
  });

  it('estimates nothing before the first response and while stopping', () => {
    assert.equal(remainingSeconds(withProgress({ done: 0, total: 800 })), null);
    assert.equal(remainingSeconds(withProgress({ done: 10, total: 800 }, 'stopping')), null);
    assert.equal(progressView(withProgress({}, 'preparing')).share, null);
  });
});

describe('request order', () => {
  const small = report(mix);
  const order = (filter: 'all' | 'failed' | 'slowest', key: string, descending: boolean) => [
    ...requestOrder(small, filter, { key, descending }),
  ];

  it('puts missing values last in either direction', () => {
    const failed = new Set(order('failed', 'index', false));
    for (const descending of [true, false]) {
      const sorted = order('all', 'ttft', descending);
      assert.deepEqual(new Set(sorted.slice(-failed.size)), failed);
      const values = sorted.slice(0, -failed.size).map(i => small.columns.ttft[i] ?? Number.NaN);
      assert.deepEqual(
        values,
        [...values].sort((a, b) => (descending ? b - a : a - b)),
      );
    }
  });

  it('keeps the slowest successful requests', () => {
    const slowest = order('slowest', 'ttlt', true);
    assert.equal(slowest.length, small.totalRequests - small.failedRequests);
    assert.equal(
      small.columns.ttlt[slowest[0] ?? 0],
      small.metrics['ttlt']?.n === 0 ? 0 : Math.max(...finite(small.columns.ttlt)),
    );
  });
});

const finite = (column: Float64Array) => [...column].filter(Number.isFinite);

describe('columns of a report', () => {
  const columns: Report['columns'] = {
    sentAt: Float64Array.of(0, 1, 2),
    ttft: Float64Array.of(0.1, 0.2, 0.3),
    ttlt: Float64Array.of(1, 1, 1),
    tpot: Float64Array.of(0.01, Number.NaN, 0.01),
    inputTokens: Float64Array.of(5, 5, 5),
    outputTokens: Float64Array.of(10, 10, 30),
    client: Float64Array.of(0, 0, 0),
    failed: Uint8Array.of(0, 1, 0),
  };

  it('keep failed requests out of distributions and throughput', () => {
    assert.deepEqual([...successfulValues(columns, 'ttft')], [0.1, Number.NaN, 0.3]);
    assert.deepEqual(failuresOf(columns), { at: [1], index: [1] });
    const { requests, tokens } = throughputOf(columns);
    const total = (amounts: ArrayLike<number>) => Array.from(amounts).reduce((sum, n) => sum + n, 0);
    assert.deepEqual([total(requests.amounts), total(tokens.amounts), requests.until], [2, 40, 3]);
  });
});

describe('timeline of a request', () => {
  it('has phases for connecting, waiting, reasoning and streaming, and the times of the chunks', () => {
    const [sample] = samples({ count: 1, clients: 1, failing: 0 });
    const trace: ResponseTrace = {
      ...(sample as { trace: ResponseTrace }).trace,
      connect: 0.25,
      ttftAny: 1,
      ttft: 2,
      ttlt: 3,
      gaps: [1, 0.5, 0.5],
    };
    assert.deepEqual(timelineParts(trace), {
      parts: [
        { name: 'Connecting', kind: 'connect', from: 0, to: 0.25 },
        { name: 'Waiting', kind: 'wait', from: 0.25, to: 1 },
        { name: 'Reasoning', kind: 'think', from: 1, to: 2 },
        { name: 'Streaming', kind: 'stream', from: 2, to: 3 },
      ],
      chunks: [1, 2, 2.5, 3],
      end: 3,
    });
    assert.equal(timelineParts({ ...trace, ttft: null, ttftAny: null }), null);
  });
});

describe('helpers of the panel', () => {
  it('flatten JSON into dotted paths', () => {
    assert.deepEqual(flatten({ a: 1, b: { c: 'x', d: [true, null] }, e: {}, f: [] }), [
      ['a', '1'],
      ['b.c', 'x'],
      ['b.d.0', 'true'],
      ['b.d.1', 'null'],
      ['e', '{}'],
      ['f', '[]'],
    ]);
  });

  it('move within the existing rows', () => {
    const keys = ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'a'];
    assert.deepEqual(
      keys.map(key => moveInGrid(key, 95, 100, 20)),
      [96, 94, 99, 75, 0, 99, null],
    );
  });

  it('restore the saved choices and drop invalid ones', () => {
    const api = (saved: unknown) => ({ postMessage() {}, setState() {}, getState: () => saved });
    assert.equal(
      new UiStore(api({ tab: 'details', scale: 7 }), initialRunUi, false).state.value.tab,
      'details',
    );
    assert.equal(
      new UiStore(api({ tab: 'details', scale: 7 }), initialRunUi, false).state.value.scale,
      'linear',
    );
    assert.equal(new UiStore(api('nonsense'), initialRunUi, false).state.value.tab, 'overview');
    const store = new UiStore(api(undefined), initialRunUi, true);
    assert.equal(store.isTable('ecdf'), true);
    store.toggleTable('ecdf');
    assert.equal(store.isTable('ecdf'), false);
  });

  it('keep the shown folders beside the choices, and drop what no panel can be restored from', () => {
    let kept: unknown = { tab: 'details' };
    const setState = (state: unknown) => {
      kept = state;
    };
    const api = { postMessage() {}, setState, getState: () => kept };
    assert.equal(subjectIn(kept), null);
    const subject = { folders: ['/runs/a', '/runs/b'], decidingMetric: 'tpot' };
    new UiStore(api, initialRunUi, false).remember(subject);
    assert.deepEqual(subjectIn(kept), subject);
    // A panel that was hidden is a new page, which knows only what was kept.
    const again = new UiStore(api, initialRunUi, false);
    again.change({ tab: 'requests' });
    assert.deepEqual([subjectIn(kept), (kept as RunUiState).tab], [subject, 'requests']);
    for (const nonsense of [undefined, null, 7, {}, { subject: null }, { subject: { folders: [] } }]) {
      assert.equal(subjectIn(nonsense), null);
    }
    assert.equal(subjectIn({ subject: { folders: ['/a', 7] } }), null);
    assert.deepEqual(subjectIn({ subject: { folders: ['/a'], decidingMetric: 7, bins: 'log', more: 1 } }), {
      folders: ['/a'],
      bins: 'log',
    });
  });
});
