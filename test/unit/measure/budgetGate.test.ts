import assert from 'node:assert/strict';
import fc from 'fast-check';
import { costModel } from '../../../src/core/cost/costModel.ts';
import { dimensionsOf } from '../../../src/core/cost/pricing.ts';
import { whitespaceTokenizer } from '../../../src/core/tokens/tokenizer.ts';
import { RunSpending } from '../../../src/measure/spending/runSpending.ts';
import type { Answer } from './support/scriptedEndpoint.ts';
import { type ScriptedRunOptions, scriptedRun } from './support/scriptedRun.ts';
import { settle } from './support/virtualClock.ts';

/** Each token costs 1. */
const price = {
  ...{ input: 1_000_000, output: 1_000_000, currency: 'USD', asOf: null, source: null },
  ...{ from: 'the plan' as const, matched: null, warnings: [] },
};
const pricing = {
  ...{ currency: 'USD', model: costModel(dimensionsOf(price)), price, cacheBeside: false },
};

const spend =
  (budget: number): NonNullable<ScriptedRunOptions['spending']> =>
  clock =>
    new RunSpending({ pricing, budget, tokenizer: whitespaceTokenizer, clock });

/** The prompt may have 65 tokens. */
const mostInput = 65;
const limited = (max_tokens: number) => ({ prompt: 'a', max_tokens });

function used(inputTokens: number, outputTokens: number, end = 10): Answer {
  return { texts: ['x'], at: [end], usage: { inputTokens, outputTokens } };
}

/** A run whose requests take a turn of the event loop to prepare, as signed ones do. */
async function wholeRun(options: ScriptedRunOptions) {
  const run = scriptedRun(options);
  run.endpoint.prepare = async payload => ({ prepared: payload, inputText: 'a' });
  const result = await run.clock.until(run.runner.run());
  return { ...run, result };
}

describe('a budget with several clients', () => {
  it('holds back a client that does not fit yet, and sends everything that was admitted', async () => {
    // Before the first answer a request may cost 1065, so seven of eight fit.
    const { result, endpoint, files } = await wholeRun({
      spending: spend(8000),
      script: () => used(5, 40),
      config: { clients: 8, requests: 10, payloads: [limited(1000)] },
    });
    assert.equal(endpoint.calls.length, 80);
    assert.equal(files.finished?.state, 'saved');
    assert.equal(result.cost?.total, 80 * 45);
  });

  it('waits instead of ending the run when answers are slow to be read', async () => {
    const { endpoint } = await wholeRun({
      spending: spend(200),
      script: ({ number }) => used(5, 5, number % 3 === 0 ? 500 : 10),
      config: { clients: 4, requests: 3, payloads: [limited(30)] },
    });
    assert.equal(endpoint.calls.length, 12);
  });

  it('says so if clients waited for long', async () => {
    const { result } = await wholeRun({
      spending: spend(1200),
      script: () => used(5, 40),
      config: { clients: 4, requests: 4, payloads: [limited(1000)] },
    });
    const waits = result.diagnostics.find(({ id }) => id === 'budget-waits');
    assert.match(
      waits?.message ?? '',
      /^Clients waited for \d+ % of their time, because the requests in flight/,
    );
  });

  it('lets nobody wait once the run is stopped', async () => {
    const { clock, runner, endpoint } = scriptedRun({
      spending: spend(100),
      script: null,
      config: { clients: 3, requests: 5, payloads: [limited(10)] },
    });
    const ended = runner.run();
    await settle();
    assert.equal(endpoint.unanswered.length, 1);
    runner.stop(1);
    endpoint.unanswered[0]?.answer(used(5, 5));
    const result = await clock.until(ended);
    assert.equal(result.interrupted, true);
    assert.equal(endpoint.calls.length, 1);
    assert.deepEqual(
      result.diagnostics.filter(({ id }) => id === 'budget'),
      [],
    );
  });

  it('is given up by a request whose turn comes after the end of the time', async () => {
    const { result, endpoint } = await wholeRun({
      spending: spend(140),
      script: () => used(30, 10, 1000),
      config: { clients: 2, requests: null, duration: 0.5, payloads: [limited(10)] },
    });
    assert.equal(endpoint.calls.length, 1);
    assert.equal(result.interrupted, false);
  });

  it('is never exceeded, and is used up to less than one more request', async () => {
    const answers = fc.tuple(fc.nat(33), fc.nat(10), fc.nat(50));
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 100, max: 3000 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 2 }),
        fc.array(fc.integer({ min: 10, max: 35 }), { minLength: 1, maxLength: 4 }),
        fc.array(answers, { minLength: 1, maxLength: 20 }),
        async (budget, clients, warmup, limits, script) => {
          const { result, endpoint } = await wholeRun({
            spending: spend(budget),
            script: ({ number }) => used(...(script[number % script.length] ?? ([0, 0, 0] as const))),
            config: { clients, requests: 20, warmup, payloads: limits.map(limited) },
          });
          const total = result.cost?.total ?? Number.NaN;
          assert.ok(total <= budget, 'exceeded');
          const measured = result.summary.total_requests ?? 0;
          assert.ok(endpoint.calls.length >= measured, 'counted what was not sent');
          if (measured === clients * 20) return;
          // An input of a known size counts as half of its maximum, or as the largest seen.
          const input = mostInput * Math.max(0.5, ...script.map(([tokens]) => tokens / mostInput));
          assert.ok(budget - total < input + Math.max(...limits), 'ended too early');
        },
      ),
      { numRuns: 200 },
    );
  });
});
