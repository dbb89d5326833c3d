import assert from 'node:assert/strict';
import { printResult } from '../../../src/cli/result/printResult.ts';
import { resultText } from '../../../src/cli/result/resultText.ts';
import type { ResultView } from '../../../src/cli/result/resultView.ts';
import { styles } from '../../../src/cli/terminal/style.ts';
import { textWidth } from '../../../src/cli/terminal/textWidth.ts';
import { distribution } from '../../../src/core/metrics/distribution.ts';
import { SortedColumn } from '../../../src/core/stats/sortedColumn.ts';
import { FakeContext, FakeEngine } from './support/fakeContext.ts';
import { snapshot } from './support/snapshots.ts';

const view: ResultView = {
  name: 'demo',
  folder: '/runs/demo',
  endpoint: snapshot().endpoint,
  clients: 2,
  totalRequests: 120,
  failedRequests: 3,
  metrics: {
    ttft: uniform(0.1, 0.2, 120),
    ttlt: uniform(1, 2, 20),
    tpot: uniform(0, 0, 0),
    request_throughput: { n: 117, value: 12.345, unit: 'requests/s' },
    goodput: { n: 120, value: null, unit: 'requests/s' },
  },
  stats: { failed_requests: 3, cb_stat: 7 },
  environment: {
    cpu_cores_used: 0.123,
    max_rss_bytes: 150 * 2 ** 20,
    event_loop_delay_p99: 0.0004,
    event_loop_delay_max: 0.012,
  },
  cost: null,
  errors: [
    {
      reason: 'rateLimit',
      label: 'Rate limited',
      advice: 'Use fewer clients.',
      count: 3,
      example: 'Slow\u001b[2J\ndown',
      requestId: 'req_1',
      messages: [{ text: 'Slow\u001b[2J\ndown', count: 3 }],
    },
  ],
  diagnostics: [{ id: 'd', severity: 'warning', message: 'The prompt is cached.', advice: 'Vary it.' }],
  warnings: ['The run was stopped.'],
};

const report = `demo  m, openai-chat, streaming, http://localhost:1/v1
120 requests, 3 failures (2.5 %), 2 clients

       Mean     p50     p90     p95     p99     Max    n
TTFT 150 ms  150 ms  190 ms  195 ms  199 ms* 200 ms  120
TTLT 1.50 s  1.50 s  1.90 s* 1.95 s* 1.99 s* 2.00 s   20
* too few values (n): p90 needs 50, p95 needs 100, p99 needs 500

Requests per second  12.3 requests/s

Contributed by callbacks
cb_stat  7

3 x Rate limited: Use fewer clients.
    Slow down (request req_1)

This machine: 0.12 cores used, up to 150 MB of memory, event loop late by 400 µs (p99) and 12.0 ms (at most).

Run folder: /runs/demo`;

describe('the result of a run', () => {
  it('shows metrics with their sample sizes, and stars unreliable percentiles', () => {
    assert.equal(resultText(view, 72, styles(false)).join('\n'), report);
  });

  it('dims starred values', () => {
    const coloured = resultText(view, 72, styles(true)).join('\n');
    assert.ok(coloured.includes('\u001b[2m1.90 s*\u001b[22m'));
  });

  it('drops columns on a narrow terminal, but never the sample size', () => {
    for (const columns of [30, 45, 60, 90]) {
      const [, , , header = '', ttft = ''] = resultText(view, columns, styles(false));
      assert.ok(textWidth(ttft) <= columns, ttft);
      assert.match(header, /p50.* n$/);
      assert.match(ttft, /120$/);
    }
  });
});

describe('printing a result', () => {
  it('writes the table to standard output and the warnings to standard error', () => {
    const context = new FakeContext(new FakeEngine({}));
    printResult(context, view, null);
    assert.equal(
      context.stderr.text,
      'warning: The run was stopped.\nwarning: The prompt is cached. Vary it.\n',
    );
    assert.match(context.stdout.text, /^demo {2}m, [\s\S]*Run folder: \/runs\/demo\n$/);
  });

  it('writes only one JSON object to standard output with --json', () => {
    const context = new FakeContext(new FakeEngine({}));
    const json = {
      folder: view.folder,
      stats: { failed_requests: 3 },
      metrics: view.metrics,
      environment: {},
      diagnostics: view.diagnostics,
    };
    printResult(context, view, json);
    assert.deepEqual(JSON.parse(context.stdout.text), json);
    assert.deepEqual(context.stdout.text.split('\n').length, 2);
    assert.match(context.stderr.text, /3 x Rate limited: Use fewer clients\.\n {4}Slow down/);
  });
});

/** n evenly spaced values from min to max. */
function uniform(min: number, max: number, n: number) {
  const column = new SortedColumn();
  for (let i = 0; i < n; i++) column.append(min + ((max - min) * i) / (n - 1));
  return distribution(column, 's', false);
}
