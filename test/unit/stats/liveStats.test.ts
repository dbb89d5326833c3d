import assert from 'node:assert/strict';
import {
  type Display,
  groupStats,
  isDisplay,
  readDisplaySpecs,
  terminalBlock,
  ungrouped,
} from '../../../src/core/stats/display/liveStats.ts';
import { toFixedHalfEven } from '../../../src/core/stats/display/toFixedHalfEven.ts';

const measured = {
  requests_per_minute: 185.94,
  output_tps: 80,
  'time_to_first_token-p50': 0.312,
  'time_to_first_token-p90': 0.5,
  'time_to_last_token-p50': 0.8,
  'time_to_last_token-p90': 1.2,
  'time_per_output_token-p50': 0.04,
  total_input_tokens: 12540,
  total_output_tokens: 3000,
  failed_requests: 0,
};

describe('live display', () => {
  it('reproduces LLMeter’s measured output', () => {
    assert.deepEqual(terminalBlock(groupStats(measured), 'reqs=12'), [
      '  reqs=12',
      '  Throughput: rpm=185.9  output_tps=80.0 tok/s  p50_tps=25.0 tok/s',
      '  TTFT: p50_ttft=0.312s  p90_ttft=0.500s',
      '  TTLT: p50_ttlt=0.800s  p90_ttlt=1.200s',
      '  Tokens: input_tokens=12540.0  output_tokens=3000.0',
      '  Errors: fail=0.0',
    ]);
  });

  it('shows a dash for unknown values, and a prefix only if one is given', () => {
    assert.deepEqual(terminalBlock(groupStats({})), [
      '  Throughput: rpm=—  output_tps=—  p50_tps=—',
      '  TTFT: p50_ttft=—  p90_ttft=—',
      '  TTLT: p50_ttlt=—  p90_ttlt=—',
      '  Tokens: input_tokens=—  output_tokens=—',
      '  Errors: fail=—',
    ]);
    assert.deepEqual(groupStats({ failed_requests: null }, { fail: 'failed_requests' })[0]?.entries, [
      { label: 'fail', value: '—', key: 'failed_requests' },
    ]);
  });

  it('an empty set of statistics shows nothing', () => {
    assert.deepEqual(terminalBlock(groupStats(measured, {}), 'reqs=12'), []);
  });

  it('shows the statistics and groups of a plan, and saves them as LLMeter’s progress_bar_stats', () => {
    const display = {
      p99_ttft: 'time_to_first_token-p99',
      Money: { usd: 'cost_total', tps: ['time_per_output_token-p50', 'inv'] },
      fail: 'failed_requests',
    } satisfies Display;
    const stats = { ...measured, 'time_to_first_token-p99': 0.7, cost_total: 2 };
    assert.deepEqual(terminalBlock(groupStats(stats, display)), [
      '  TTFT: p99_ttft=0.700s',
      '  Errors: fail=0.0',
      '  Money: usd=2.0  tps=25.0 tok/s',
    ]);
    assert.deepEqual(ungrouped(display), {
      p99_ttft: 'time_to_first_token-p99',
      usd: 'cost_total',
      tps: ['time_per_output_token-p50', 'inv'],
      fail: 'failed_requests',
    });
    assert.deepEqual(
      [isDisplay(display), isDisplay({ a: { b: { c: 'x' } } }), isDisplay({ a: 1 })],
      [true, false, false],
    );
  });

  it('formats by key, in this order', () => {
    const shown = (key: string, value: never, spec: string | string[] = key) =>
      groupStats({ [key]: value }, { x: spec })[0]?.entries[0]?.value;
    const cases: [string, unknown, string, (string | string[])?][] = [
      ['a_time', 0, '—', ['a_time', 'inv']],
      ['a_time', 0.04, '25.0 tok/s', ['a_time', 'inv']],
      ['time_tps', 1, '1.0 tok/s'],
      ['p_ttlt', 1, '1.000s'],
      ['x_per_minute', 2.25, '2.2'],
      ['count', 3, '3.0'],
      ['run_name', 'r1', 'r1'],
      ['interrupted', true, 'true'],
      ['start_time', '2026-01-01T12:00:00Z', '2026-01-01T12:00:00Z'],
      ['broken', Number.NaN, '—'],
    ];
    for (const [key, value, expected, spec] of cases) {
      assert.equal(shown(key, value as never, spec), expected, key);
    }
  });

  it('accepts saved specs as text, pairs and the longer arrays of the Python guide', () => {
    const specs = readDisplaySpecs({
      a: 'failed_requests',
      tps: ['time_per_output_token-p50', 'inv'],
      b: ['time_per_output_token', 'p50', 'inv'],
      ttft: ['time_to_first_token', 'p90'],
      wrong: 7,
      empty: [],
    });
    assert.deepEqual(
      groupStats(measured, specs).map(({ name, entries }) => [
        name,
        ...entries.map(e => `${e.label}=${e.value}`),
      ]),
      [
        ['Throughput', 'tps=25.0 tok/s'],
        ['TTFT', 'ttft=0.500s'],
        ['Other', 'a=0.0', 'b=25.0 tok/s'],
      ],
    );
    assert.equal(groupStats(measured, readDisplaySpecs(null)).length, 5);
    assert.equal(groupStats(measured, readDisplaySpecs({})).length, 0);
  });

  it('groups by label, ignoring case, and drops labels without a group', () => {
    const groups = [['Mine', ['fail']]] as const;
    assert.deepEqual(
      groupStats(measured, { Failures: 'failed_requests', rpm: 'requests_per_minute' }, groups),
      [{ name: 'Mine', entries: [{ label: 'Failures', value: '0.0', key: 'failed_requests' }] }],
    );
  });

  it('rounds exact ties to even, as Python does', () => {
    assert.deepEqual(
      [0.25, 0.35, 0.75, 2.5, 0.05, -0.25, 1e21].map(v => toFixedHalfEven(v, 1)),
      ['0.2', '0.3', '0.8', '2.5', '0.1', '-0.2', '1e+21'],
    );
    assert.deepEqual(
      [0.0625, 0.1875, 0.0005].map(v => toFixedHalfEven(v, 3)),
      ['0.062', '0.188', '0.001'],
    );
    assert.deepEqual(
      [0.5, 1.5, 2.5].map(v => toFixedHalfEven(v, 0)),
      ['0', '2', '2'],
    );
  });
});
