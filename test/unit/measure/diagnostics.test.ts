import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/core/base/random.ts';
import { MetricColumns } from '../../../src/core/metrics/metricColumns.ts';
import { AnswerCounter, type AnswerCounts } from '../../../src/measure/run/answerCounts.ts';
import { diagnose, type Evidence } from '../../../src/measure/run/diagnostics.ts';
import { RunTally } from '../../../src/measure/run/runTally.ts';
import type { MetricSet } from '../../../src/protocol/run.ts';
import { response, trace } from '../metrics/samples.ts';

/** Our metrics of requests with these times to first token, seconds. */
function metricsOf(...ttfts: (number | null)[]): MetricSet {
  const columns = new MetricColumns();
  for (const ttft of ttfts) columns.append(response(), trace({ ttft, ttlt: 1 }));
  return { ...columns.metrics() };
}

const quiet: Evidence = {
  self: { stallTotal: 0, stallLongest: 0, gcTotal: 0, gcMax: 0, utilization: 0, cpu: 0, memory: 0 },
  metrics: metricsOf(...Array(100).fill(0.1)),
  requests: 100,
  failed: 0,
  maxErrorRate: null,
  stopReason: null,
  unjudged: { ttft: 0, ttlt: 0, tpot: 0 },
  clients: 10,
  warmup: 0,
  rateLimited: 0,
  retried: 0,
  coldConnections: 0,
  resent: 0,
  unkept: 0,
  leftOpen: 0,
  insecure: false,
  cachedInputTokens: 0,
  cacheUnknown: 0,
  repeatedPrompts: 0,
  distinctPayloads: 1,
  transport: 'http/1.1',
  stream: true,
  answers: { ...new AnswerCounter().counts, answers: 100 },
  cancelled: 0,
  cachesDefeated: false,
  tookTurns: false,
  callbackFailures: { count: 0, first: '' },
  clientTime: 100,
  hookTime: 0,
  budgetTime: 0,
  pausedTime: 0,
  course: {
    clients: 8,
    wholeRate: 10,
    steadyRate: 10,
    idle: 0,
    drain: 0,
    inFlight: 8,
    drift: null,
    burst: null,
  },
};
const course = (changes: Partial<Evidence['course']>) => ({ course: { ...quiet.course, ...changes } });

const answers = (changes: Partial<AnswerCounts>) => ({ answers: { ...quiet.answers, ...changes } });
const ids = (changes: Partial<Evidence>) => diagnose({ ...quiet, ...changes }).map(({ id }) => id);
/** Our metrics if this machine made p99 of TTFT too high by this share. */
function held(likely: number, key: 'p99' | 'p999' = 'p99'): Partial<Evidence> {
  const metrics = metricsOf(...Array(100).fill(0.1));
  const { ttft } = metrics;
  if (!ttft || !('p50' in ttft)) return {};
  ttft.clientDelay = { [key]: { likely, atMost: 2 * likely } };
  return {
    metrics: { ...metrics, ttft },
    self: { ...quiet.self, stallTotal: 0.6, stallLongest: 0.4 },
  };
}

describe('diagnostics', () => {
  it('are empty for a run without problems', () => assert.deepEqual(diagnose(quiet), []));

  const cases: [id: string, fires: Partial<Evidence>, silent: Partial<Evidence>][] = [
    ['client-limited', held(0.06), held(0.04)],
    ['client-limited', held(-0.06), held(0.06, 'p999')],
    ['stopped-by-failures', { stopReason: { message: 'Stopped.', advice: '' } }, { stopReason: null }],
    ['error-rate', { failed: 6, maxErrorRate: 0.05 }, { failed: 5, maxErrorRate: 0.05 }],
    ['error-rate', { failed: 1, maxErrorRate: 0 }, { requests: 0, maxErrorRate: 0 }],
    ['unjudged-limits', { unjudged: { ttft: 0, ttlt: 0, tpot: 1 } }, { failed: 1 }],
    ['insecure', { insecure: true }, { insecure: false }],
    ['rate-limited', { rateLimited: 1 }, { failed: 1 }],
    ['retries', { retried: 1 }, { retried: 0 }],
    ['empty-answers', answers({ empty: 1 }), answers({ empty: 0 })],
    ['no-tokens', { ...answers({ empty: 98 }), failed: 2 }, answers({ empty: 0 })],
    ['withheld-answers', answers({ withheld: 1 }), answers({ withheld: 0 })],
    ['buffered', answers({ buffered: 51 }), answers({ buffered: 0 })],
    ['partly-buffered', answers({ buffered: 50 }), answers({ buffered: 0 })],
    ['not-streamed', answers({ unstreamed: 1 }), { ...answers({ unstreamed: 1 }), stream: false }],
    ['contradictory-usage', answers({ contradictoryUsage: 1 }), answers({})],
    ['no-tpot', answers({ largeFirstEvent: 1 }), answers({})],
    ['no-tpot', answers({ hiddenTokens: 1 }), answers({})],
    ['merged-events', answers({ merged: 1 }), answers({})],
    ['several-choices', answers({ severalChoices: 1 }), answers({})],
    ['no-visible-text', answers({ withoutText: 1 }), answers({})],
    ['cold-connections', { coldConnections: 6 }, { coldConnections: 5 }],
    ['closed-connections', { resent: 1, unkept: 9, coldConnections: 10 }, { coldConnections: 5 }],
    ['unended-answers', { leftOpen: 9, coldConnections: 9 }, { leftOpen: 0 }],
    ['cached-prompts', { cachedInputTokens: 1 }, { cachedInputTokens: 0 }],
    ['estimated-tokens', answers({ estimatedTokens: 1 }), answers({})],
    ['drift', course({ drift: { first: 0.1, second: 0.2 } }), course({})],
    [
      'start-burst',
      course({
        burst: { clients: 8, first: 0.5, later: 0.1, percentile: 'p90', tail: 0.4, tailWithout: 0.2 },
      }),
      course({}),
    ],
    ['rate-window', course({ wholeRate: 9.5, steadyRate: 10 }), course({ wholeRate: 9.6, steadyRate: 10 })],
    ['rate-window', course({ steadyRate: null, idle: 0.11 }), course({ steadyRate: null, idle: 0.1 })],
    [
      'rate-window',
      course({ steadyRate: null, idle: 0.5 }),
      course({ steadyRate: null, idle: 0.5, clients: 1, inFlight: 1 }),
    ],
    ['idle-clients', course({ inFlight: 7.1 }), course({ inFlight: 7.3 })],
    ['idle-clients', course({ inFlight: 7.1 }), { ...course({ inFlight: 7.1 }), hookTime: 4 }],
    ['cancelled', { cancelled: 1 }, { cancelled: 0 }],
    [
      'callbacks',
      { callbackFailures: { count: 1, first: 'x: y' } },
      { callbackFailures: { count: 0, first: '' } },
    ],
  ];
  for (const [id, fires, silent] of cases) {
    it(`${id} appears only for its own evidence`, () => {
      assert.deepEqual(ids(fires), [id]);
      assert.deepEqual(ids(silent), []);
    });
  }

  it('are empty if nothing is known: no request, no latency', () => {
    assert.deepEqual(ids({ requests: 0, metrics: metricsOf() }), []);
  });

  it('say of a few refused requests that they hardly matter', () => {
    const [few] = diagnose({ ...quiet, requests: 400, rateLimited: 3 });
    assert.equal(few?.severity, 'info');
    assert.equal(
      few?.message,
      'A rate limit refused 3 of 400 requests (0.8 %). So few hardly change the medians; they count as failures.',
    );
    assert.equal(diagnose({ ...quiet, rateLimited: 6 })[0]?.severity, 'warning');
  });

  it('advise about new connections only what is not set already', () => {
    const advice = (changes: Partial<Evidence>) =>
      diagnose({ ...quiet, ...changes }).find(({ id }) => id === 'cold-connections')?.advice;
    assert.match(advice({ coldConnections: 10 }) ?? '', /^Set "warmup" to 1/);
    assert.match(advice({ coldConnections: 24, warmup: 1 }) ?? '', /^The server closed connections/);
    assert.match(advice({ coldConnections: 50 }) ?? '', /^The server closed connections/);
    assert.match(advice({ coldConnections: 12, warmup: 1, failed: 12 }) ?? '', /look at the errors first/);
  });

  it('say that latencies do not include callbacks, and that these may have delayed this machine', () => {
    const message = (changes: Partial<Evidence>) =>
      diagnose({ ...quiet, hookTime: 10, ...changes }).find(({ id }) => id === 'slow-callbacks')?.message;
    assert.match(message({}) ?? '', /Latencies do not include this time\.$/);
    assert.match(message(held(0.06)) ?? '', /, but callbacks that compute may have caused the delay/);
  });

  it('leave it to another one to say how the editor delivers its answers', () => {
    assert.deepEqual(ids({ ...answers({ buffered: 51 }), transport: 'vscode-lm' }), ['through-editor']);
  });

  it('say whether answers without a token report tokens', () => {
    const said = (unseenTokens: number) => diagnose({ ...quiet, ...answers({ empty: 4, unseenTokens }) })[0];
    assert.match(said(0)?.message ?? '', /^4 of 100 answers held no token: .*percentile\.$/);
    assert.match(said(2)?.message ?? '', /2 of them report output tokens/);
    assert.match(said(2)?.advice ?? '', /generatedTextJmespath/);
  });

  it('are sorted by severity, and each says what to do', () => {
    const all = diagnose({
      ...quiet,
      ...held(0.06),
      rateLimited: 30,
      retried: 2,
      ...answers({ withheld: 5, estimatedTokens: 4 }),
      coldConnections: 50,
      cachedInputTokens: 10,
      cancelled: 2,
      callbackFailures: { count: 2, first: 'a: b' },
      ...course({ drift: { first: 0.1, second: 0.2 } }),
    });
    assert.deepEqual(
      all.map(({ id, severity }) => `${severity} ${id}`),
      [
        'warning client-limited',
        'warning rate-limited',
        'warning retries',
        'warning withheld-answers',
        'warning drift',
        'warning callbacks',
        'info cold-connections',
        'info cached-prompts',
        'info estimated-tokens',
        'info cancelled',
      ],
    );
    for (const { message, advice } of all) {
      assert.match(message, /^[A-Z0-9].*\.$/);
      assert.match(advice, /^[A-Z].*\.$/);
    }
    assert.deepEqual(all.map(({ message }) => message).slice(0, 2), [
      'Client-limited: this machine read answers late; it was held up for 600 ms in total, 400 ms at the longest. TTFT p99 could be up to 12 % too high (probably 6.0 %); p50, p90 and p95 are within 5 %. TTLT, TPOT and ITL are within 5 %.',
      'A rate limit refused 30 of 100 requests (30 %): the numbers describe the limit, not the model.',
    ]);
  });

  it('report drift only if there is one', () => {
    const random = seededRandom(1);
    const noise = () =>
      Math.exp(0.35 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
    const drifted = (requests: number, factor: number) => {
      const tally = new RunTally({});
      for (let i = 0; i < requests; i += 1) {
        const ttft = 0.2 * noise() * (i < requests / 2 ? 1 : factor);
        tally.add(response({ id: `${i}` }), trace({ ttft, ttlt: 1, sentAt: i, endedAt: i + 1 }));
      }
      return ids(tally.evidence()).includes('drift') ? 1 : 0;
    };
    const often = (requests: number, factor: number) => {
      let times = 0;
      for (let i = 0; i < 100; i += 1) times += drifted(requests, factor);
      return times;
    };
    assert.ok(often(40, 1) <= 1, 'chance alone');
    assert.ok(often(400, 1) <= 1, 'chance alone');
    assert.ok(often(200, 1.6) >= 95, 'a real drift');
    assert.equal(often(10, 3), 0, 'too few to tell');
  });

  it('count withheld answers, by every API’s name for them', () => {
    const tally = new RunTally({});
    const whole = ['stop', 'end_turn', 'MAX_TOKENS', 'tool_use', null];
    const withheld = [
      ...['refusal', 'content_filter', 'content_filtered', 'CONTENT_FILTERED', 'guardrail_intervened'],
      ...['SAFETY', 'RECITATION', 'PROHIBITED_CONTENT', 'SPII', 'BLOCKLIST'],
    ];
    for (const stopReason of [...whole, ...withheld]) tally.add(response(), trace({ stopReason }));
    tally.add(response({ error: 'failed' }), trace({ stopReason: 'refusal' }));
    assert.equal(tally.evidence().answers.withheld, withheld.length);
  });

  it('distinguish one repeated prompt from too few prompts', () => {
    const advice = (distinctPayloads: number) =>
      diagnose({ ...quiet, cachedInputTokens: 1, distinctPayloads })[0]?.advice;
    assert.match(advice(1) ?? '', /^Every request had the same prompt/);
    assert.match(advice(2) ?? '', /use more distinct prompts/);
  });

  it('report repeated prompts, also where the provider does not report cached tokens', () => {
    const repeats = { requests: 96, repeatedPrompts: 36, distinctPayloads: 100, cacheUnknown: 96 };
    assert.deepEqual(diagnose({ ...quiet, ...repeats }), [
      {
        id: 'repeated-prompts',
        severity: 'warning',
        message:
          '36 of 96 requests repeated a prompt that had been sent before; a prefix cache may have answered.',
        advice:
          'Set "distribute: true" instead of "requests" to send each prompt once, use more prompts, or use the callback "cacheBuster".',
      },
    ]);
    const [reported] = diagnose({ ...quiet, ...repeats, cacheUnknown: 0, distinctPayloads: 1 });
    assert.equal(reported?.severity, 'info');
    assert.match(reported?.advice ?? '', /^Use as many prompts as requests/);
  });

  it('name repeated prompts as the cause of cache hits, even if a callback should have made them unique', () => {
    const found = { cachedInputTokens: 1200, cachesDefeated: true, repeatedPrompts: 1, requests: 2 };
    assert.deepEqual(
      diagnose({ ...quiet, ...found }).map(({ id, message }) => [id, message.includes('although')]),
      [
        ['repeated-prompts', false],
        ['cached-prompts', false],
      ],
    );
  });

  it('report cache hits despite prompts that are never repeated', () => {
    const found = { cachedInputTokens: 1200, distinctPayloads: 1, cachesDefeated: true };
    assert.deepEqual(
      diagnose({ ...quiet, ...found }).map(({ id, severity, message }) => [id, severity, message]),
      [
        [
          'cached-prompts',
          'warning',
          'The provider read 1200 input tokens from its prompt cache, although each request had a unique tag or number.',
        ],
      ],
    );
    assert.deepEqual(ids({ ...found, cachedInputTokens: 0 }), []);
  });

  it('say that the throughput of a side is not that of its endpoint', () => {
    assert.deepEqual(ids({ tookTurns: true }), ['took-turns']);
  });
});
