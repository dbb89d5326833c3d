import assert from 'node:assert/strict';
import type { ErrorReason } from '../../../src/core/base/errors.ts';
import { parsePlan } from '../../../src/measure/plan/parsePlan.ts';
import type { RunConfig } from '../../../src/measure/run/runConfig.ts';
import { configOf } from '../../../src/measure/run/runConfig.ts';
import type { StopOn } from '../../../src/measure/run/stopRule.ts';
import { type Answer, type Call, hello } from './support/scriptedEndpoint.ts';
import { wholeRun } from './support/scriptedRun.ts';

const model = { kind: 'openai-chat', model: 'm', baseUrl: 'http://127.0.0.1:9/v1' };

function planned(fields: Record<string, unknown>): RunConfig {
  const plan = parsePlan({ endpoint: model, prompt: 'Hi.', ...fields }, 'The plan');
  return configOf(plan, 'r1', [{ prompt: 'a' }]);
}

/** What a plan without `stopOn` stops on. */
const usual = (clients = 1) => planned({ clients }).stopOn;

const failure = (reason: ErrorReason, message = 'no'): Answer => ({
  error: { reason, message },
  end: 10,
});
const always = (reason: ErrorReason) => () => failure(reason);

async function sent(
  config: Partial<RunConfig> & { stopOn: StopOn | null },
  script: (call: Call) => Answer,
): Promise<{ sent: number; state: string; reason: string | null }> {
  const { endpoint, runner } = await wholeRun({ config: { requests: 1000, ...config }, script });
  return { sent: endpoint.calls.length, state: runner.state, reason: runner.stopReason };
}

describe('a run whose requests fail', () => {
  for (const reason of ['authentication', 'permission', 'notFound'] as const) {
    it(`stops after a handful of requests for each client: ${reason}`, async () => {
      for (const clients of [1, 4, 50]) {
        const run = await sent({ clients, stopOn: usual(clients) }, always(reason));
        assert.equal(run.state, 'partial');
        assert.ok(run.sent <= Math.max(7, 3 * clients), `${run.sent} of ${clients} clients`);
      }
    });
  }

  it('says why, in its message, its diagnostics and its folder', async () => {
    const { files, result, runner } = await wholeRun({
      config: { requests: 100, stopOn: usual() },
      script: () => failure('authentication', 'Incorrect API key\n provided.'),
    });
    const reason =
      'The run was stopped because each of its first 5 requests was refused. The latest: Authentication failed (Incorrect API key provided).';
    assert.equal(runner.stopReason, reason);
    assert.deepEqual([files.finished?.state, files.finished?.message], ['partial', reason]);
    const [diagnostic] = result.diagnostics;
    assert.deepEqual([diagnostic?.id, diagnostic?.message], ['stopped-by-failures', reason]);
  });

  it('stops in its warm-up already', async () => {
    const { endpoint, runner } = await wholeRun({
      config: { clients: 10, warmup: 5, requests: 100, stopOn: usual(10) },
      script: always('authentication'),
    });
    assert.equal(runner.state, 'partial');
    assert.ok(endpoint.calls.length <= 30, `${endpoint.calls.length}`);
    assert.equal(runner.counts.sent, 0);
  });

  it('goes on once a request has succeeded, and after single refusals', async () => {
    const run = await sent({ stopOn: usual() }, ({ number }) =>
      number === 0 || number > 30 ? hello : failure('notFound'),
    );
    assert.deepEqual([run.sent, run.state, run.reason], [1000, 'saved', null]);
  });

  for (const reason of [
    'rateLimit',
    'overloaded',
    'server',
    'timeout',
    'connection',
    'interrupted',
  ] as const) {
    it(`goes on where waiting may help: ${reason}`, async () => {
      const run = await sent({ stopOn: usual() }, ({ number }) => (number < 500 ? failure(reason) : hello));
      assert.deepEqual([run.sent, run.state, run.reason], [1000, 'saved', null]);
    });
  }

  it('stops if the last hundred all failed for a reason that does not pass', async () => {
    const run = await sent({ stopOn: usual() }, ({ number }) =>
      number < 20 ? hello : failure('badRequest', 'max_tokens is not supported'),
    );
    assert.ok(run.sent >= 120 && run.sent <= 125, `${run.sent}`);
    assert.match(
      run.reason ?? '',
      /^The run was stopped because 100 % of the last 100 requests failed\. The latest: Request rejected \(max_tokens/,
    );
  });

  it('stops at the share of failures that the plan sets, whatever their reason', async () => {
    const { stopOn } = planned({ stopOn: { failures: '50 %', last: 20 } });
    const half = ({ number }: Call) => (number >= 100 && number % 2 === 0 ? failure('rateLimit') : hello);
    const run = await sent({ stopOn }, half);
    assert.equal(run.state, 'partial');
    assert.ok(run.sent >= 117 && run.sent <= 125, `${run.sent}`);
    assert.match(run.reason ?? '', /because 50 % of the last 20 requests failed\. The latest: Rate limited/);
  });

  it('sends every request if the plan says so', async () => {
    for (const stopOn of [false, { refused: false, failures: false }]) {
      const run = await sent({ stopOn: planned({ stopOn }).stopOn }, always('authentication'));
      assert.deepEqual([run.sent, run.state], [1000, 'saved']);
    }
  });

  it('is complete if failures come to too many only with its last request', async () => {
    const { runner, result, endpoint } = await wholeRun({
      config: { requests: 5, stopOn: usual() },
      script: always('authentication'),
    });
    assert.deepEqual([endpoint.calls.length, runner.state, runner.stopReason], [5, 'saved', null]);
    assert.deepEqual(result.diagnostics, []);
  });

  it('can stop at the very first refusal', async () => {
    const { stopOn } = planned({ stopOn: { refused: 1 } });
    const run = await sent({ stopOn }, always('permission'));
    assert.ok(run.sent <= 3, `${run.sent}`);
    assert.match(run.reason ?? '', /because its first request was refused\./);
  });
});

describe('what a plan says about failures', () => {
  it('takes shares as numbers and percentages', () => {
    assert.equal(planned({ maxErrorRate: '5 %' }).maxErrorRate, 0.05);
    assert.equal(planned({ maxErrorRate: 0.05 }).maxErrorRate, 0.05);
    assert.equal(planned({}).maxErrorRate, null);
  });

  for (const [what, fields, message] of [
    ['a share above 1', { maxErrorRate: 5 }, /maxErrorRate/],
    ['a percentage above 100', { maxErrorRate: '101%' }, /maxErrorRate/],
    ['a stop without a failure', { stopOn: { failures: 0 } }, /"stopOn\.failures" must be greater than 0/],
    ['true', { stopOn: true }, /stopOn/],
  ] as const) {
    it(`refuses ${what}`, () => assert.throws(() => planned(fields), message));
  }

  it('refuses limits that no answer can meet', () => {
    const whole = { endpoint: { ...model, stream: false } };
    assert.throws(
      () => planned({ ...whole, slo: { ttft: '1s' } }),
      /"slo\.ttft" cannot be met with "endpoint\.stream": false/,
    );
    assert.throws(() => planned({ ...whole, slo: { tpot: '1s' } }), /"slo\.tpot" cannot be met/);
    assert.ok(planned({ ...whole, slo: { ttlt: '1s' } }));
  });

  it('refuses limits that make no difference, with what to change', () => {
    const cases: [fields: Record<string, unknown>, message: RegExp][] = [
      [{ slo: { ttlt: '90s' } }, /"slo\.ttlt" \(90s\) is longer than "timeout" \(60\).*raise "timeout"/],
      [{ slo: { ttft: 5 }, timeout: '4s' }, /"slo\.ttft" \(5\) is longer than "timeout" \(4s\)/],
      [{ slo: { ttft: '2s', ttlt: '1500ms' } }, /"slo\.ttft" \(2s\) is longer than "slo\.ttlt" \(1500ms\)/],
      [{ slo: { tpot: '20ms' }, maxTokens: 1 }, /"slo\.tpot" decides nothing with "maxTokens": 1/],
      [{ slo: { tpot: 0 } }, /"slo\.tpot"/],
      [{ slo: { ttft: '0s' } }, /"slo\.ttft" must be greater than 0/],
    ];
    for (const [fields, message] of cases) assert.throws(() => planned(fields), message);
    assert.ok(planned({ slo: { ttft: '1s', ttlt: '60s', tpot: 0.1 }, maxTokens: 2 }));
    assert.ok(planned({ slo: { tpot: 0.1 }, maxTokens: 1, payload: { messages: [] } }));
  });
});

describe('an error rate beyond the limit', () => {
  it('is reported, and the run is complete', async () => {
    const { result, runner } = await wholeRun({
      config: { requests: 20, maxErrorRate: 0.05 },
      script: ({ number }) => (number < 2 ? failure('server') : hello),
    });
    assert.equal(runner.state, 'saved');
    assert.deepEqual(result.diagnostics.map(({ id, message }) => [id, message]).slice(0, 1), [
      ['error-rate', '2 of 20 requests failed (10 %), more than the 5.0 % that "maxErrorRate" allows.'],
    ]);
  });
});

describe('goodput of answers of one token', () => {
  it('leaves TPOT out, and the run says how many had none', async () => {
    const { result } = await wholeRun({
      config: { requests: 3, slo: { tpot: 0.1, ttft: 1 } },
      script: () => ({ texts: ['Yes'], at: [100], usage: { inputTokens: 3, outputTokens: 1 } }),
    });
    assert.equal((result.metrics['goodput_rate'] as { value: number }).value, 1);
    const found = result.diagnostics.find(({ id }) => id === 'unjudged-limits');
    assert.equal(
      found?.message,
      '3 of 3 answers had no TPOT to judge, so goodput judges them by the other limits.',
    );
  });
});
