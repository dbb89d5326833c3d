import assert from 'node:assert/strict';
import type { ReasonId } from '../../../src/core/compare/comparability.ts';
import { compareSamples } from '../../../src/core/compare/compareSamples.ts';
import type { Sample } from '../../../src/core/compare/sample.ts';
import type { MeasuredRequest } from '../../../src/core/request/measuredRequest.ts';
import type { InvocationResponse } from '../../../src/core/request/response.ts';
import type { ResponseTrace } from '../../../src/core/request/trace.ts';
import { lognormal, normal, type Simulated, simulatedSample } from './simulated.ts';

const baseline = run({ name: 'A', seed: 1, startsAt: 0 });

function run(fields: Partial<Simulated>) {
  return simulatedSample({ name: 'B', seed: 2, n: 60, ttft: lognormal(0.2, 0.2), startsAt: 100, ...fields });
}

/** Changes every request of a run. */
function changed(
  response: Partial<InvocationResponse>,
  trace: Partial<ResponseTrace> = {},
): Partial<Simulated> {
  return {
    change: (request: MeasuredRequest) => ({
      response: { ...request.response, ...response },
      trace: request.trace && { ...request.trace, ...trace },
    }),
  };
}

function reasons(candidate: Partial<Simulated>, underStudy: ReasonId[] = []) {
  const [found] = compareSamples([baseline, run(candidate)], { underStudy, resamples: 100 });
  return found?.reasons.map(({ id, severity }) => `${severity} ${id}`);
}

const drifting = (random: () => number, at: number) => 0.2 + at / 100 + 0.01 * normal(random);

const cases: [what: string, candidate: Partial<Simulated>, expected: string[]][] = [
  ['nothing', {}, []],
  ['other prompts', changed({ input_prompt: 'Sing.' }), ['forbids prompts']],
  ['no streaming', { facts: { stream: false } }, ['forbids streaming']],
  ['more clients', { clients: 2 }, ['forbids load']],
  ['a client-limited run', { facts: { diagnostics: ['client-limited'] } }, ['forbids client-limited']],
  [
    'a run with a median that this machine changed',
    { facts: { diagnostics: ['client-limited'], clientLimited: { ttft: ['p50', 'p99'] } } },
    ['forbids client-limited'],
  ],
  [
    'a run with a tail that this machine changed',
    { facts: { diagnostics: ['client-limited'], clientLimited: { ttlt: ['p99'] } } },
    ['caution client-limited-tail'],
  ],
  [
    'a run with gaps that this machine changed, which are not compared',
    { facts: { diagnostics: ['client-limited'], clientLimited: { itl: ['p99'] } } },
    [],
  ],
  ['a proxy that buffers', { facts: { diagnostics: ['buffered'] } }, ['forbids buffered']],
  ['answers without a token', { facts: { diagnostics: ['empty-answers'] } }, ['caution empty-answers']],
  ['another transport', { facts: { transport: 'fetch' } }, ['forbids transport']],
  ['a warm cache', changed({ num_tokens_input_cached: 8 }), ['forbids caching']],
  ['a different token count', changed({}, { tokenSourceOutput: 'estimate' }), ['forbids token-source']],
  ['a different output limit', changed({ input_payload: { max_tokens: 9 } }), ['forbids max-tokens']],
  ['responses that stop early', changed({ num_tokens_output: 20 }), ['forbids answer-length']],
  ['further members of bodies', { facts: { body: '{"top_k":5}' } }, ['caution body']],
  ['a partial run', { facts: { partial: 'Stopped.' } }, ['caution partial']],
  ['failures', { errorShare: 0.2 }, ['caution failures']],
  ['retries', changed({ retries: 1 }), ['caution retries']],
  ['requests resent on a new connection', changed({ retries: 1 }, { resent: true }), []],
  ['cold connections', changed({}, { newConnection: true }), ['caution connections']],
  ['an overlapping run', { startsAt: 20 }, ['caution same-time']],
  ['an interleaved run', { startsAt: 0.3 }, []],
  [
    'an interleaved run that was client-limited',
    { startsAt: 0.3, facts: { diagnostics: ['client-limited'] } },
    ['caution client-limited'],
  ],
  ['a run on the next day', { startsAt: 86_400 }, ['caution far-apart']],
  ['prompts that were repeated', changed({ num_tokens_input_cached: null }), ['caution repeated-prompts']],
  ['drift', { ttft: drifting }, ['caution serial-dependence']],
  ['the same run', { seed: 1, startsAt: 0 }, ['forbids same-run']],
];

describe('reasons against comparing two runs', () => {
  for (const [what, candidate, expected] of cases) {
    it(`${what}: ${expected.join(', ') || 'no reason'}`, () => {
      assert.deepEqual(reasons(candidate), expected);
    });
  }

  it('a median that this machine changed forbids comparing that metric only', () => {
    const facts = { diagnostics: ['client-limited'], clientLimited: { ttlt: ['p50'] } };
    const [pair] = compareSamples([baseline, run({ facts })], { resamples: 100 });
    const forbidden = pair?.metrics.filter(({ notComparable }) => notComparable.length > 0);
    assert.deepEqual(
      forbidden?.map(({ key, notComparable }) => [key, ...notComparable]),
      [['ttlt', 'B was limited by the measuring machine in TTLT']],
    );
    assert.equal(pair?.comparable, true);
  });

  it('a shorter run that used only some of the prompts is a caution', () => {
    const prompted = (n: number) =>
      run({
        n,
        change: (request, i) => ({
          ...request,
          response: { ...request.response, input_prompt: `Prompt ${i % 50}` },
        }),
      });
    const [found] = compareSamples([prompted(60), { ...prompted(30), window: null }], { resamples: 100 });
    const prompts = found?.reasons.find(({ id }) => id === 'prompts');
    assert.deepEqual(
      [prompts?.severity, prompts?.because],
      ['caution', "one used only 30 of the other's 50 prompts"],
    );
  });

  it('the most severe come first, and the conclusion starts with what forbids the comparison', () => {
    const candidate = run({
      facts: { partial: 'Stopped.', transport: 'fetch' },
      ...changed({ input_prompt: '?' }),
    });
    const [found] = compareSamples([baseline, candidate], { resamples: 100 });
    assert.deepEqual(
      found?.reasons.map(({ severity }) => severity),
      ['forbids', 'forbids', 'caution'],
    );
    assert.equal(found?.comparable, false);
    assert.equal(
      found?.conclusion,
      `Not comparable because the prompts differ; they were measured over different transports: http/1.1 and fetch. As measured: ${found?.metrics[0]?.sentence}`,
    );
  });

  describe('prompts that a cache may have answered, where the provider does not report it', () => {
    const because = (one: Partial<Simulated>, other: Partial<Simulated>) => {
      const [found] = compareSamples([run({ name: 'A', seed: 1, startsAt: 0, ...one }), run(other)], {
        resamples: 100,
      });
      return found?.reasons.find(({ id }) => id === 'repeated-prompts')?.because ?? null;
    };
    const unsaid = (prompt: (index: number) => string, server = 'http://here m'): Partial<Simulated> => ({
      facts: { server },
      change: (request, i) => ({
        ...request,
        response: { ...request.response, input_prompt: prompt(i), num_tokens_input_cached: null },
      }),
    });
    const numbered = (first: number) => (i: number) => `${first + i} Tell me.`.padStart(20, '0');

    it('counts repetitions in both', () => {
      const cases = [unsaid(i => `${i % 30}`), unsaid(i => `${i % 45}`)] as const;
      assert.equal(
        because(...cases),
        '50 % of the requests of A and 25 % of those of B repeated a prompt that had been sent before, and a prefix cache may have answered',
      );
    });

    it('finds prompts that the other side had sent to the same server', () => {
      const same = unsaid(numbered(0));
      assert.match(because(same, same) ?? '', /^the later run sent prompts that the earlier one had sent/);
      assert.match(
        because(same, { ...same, startsAt: 0.3 }) ?? '',
        /^both sent the same prompts to the same/,
      );
      assert.equal(because(same, { ...same, startsAt: 86_400 }), null);
      assert.equal(because(same, unsaid(numbered(0), 'http://there m')), null);
      assert.equal(because(same, unsaid(numbered(1000))), null);
    });

    it('is no reason if both report what was cached', () => {
      assert.equal(because({ facts: { server: 's' } }, { facts: { server: 's' } }), null);
    });
  });

  it('what differs on purpose is not a reason', () => {
    const warm = changed({ num_tokens_input_cached: 8 });
    assert.deepEqual([reasons(warm), reasons(warm, ['caching'])], [['forbids caching'], []]);
  });

  it('a cache that held far more of the input of one run is reported, however an API counts it', () => {
    const cached = (tokens: number, input: number, cacheBeside = false) =>
      run({
        facts: { cacheBeside },
        ...changed({ num_tokens_input: input, num_tokens_input_cached: tokens }),
      });
    const because = (one: Sample, other: Sample) =>
      compareSamples([one, other], { resamples: 100 })[0]
        ?.reasons.filter(({ id }) => id === 'caching')
        .map(reason => reason.because);
    assert.deepEqual(
      [
        because(cached(6928, 7000), cached(10, 7000)),
        because(cached(6928, 72, true), cached(10, 6990, true)),
        because(cached(6928, 7000), cached(6928, 72, true)),
      ],
      [
        ['the prompt cache held 99 % of the input tokens of one and 0.1 % of the other'],
        ['the prompt cache held 99 % of the input tokens of one and 0.1 % of the other'],
        [],
      ],
    );
  });

  it('a reason that affects only other metrics leaves the deciding metric comparable', () => {
    const [found] = compareSamples([baseline, run(changed({ num_tokens_output: 20 }))], { resamples: 100 });
    assert.deepEqual(
      [found?.decidingMetric, found?.comparable, found?.reasons[0]?.concerns?.includes('ttlt')],
      ['ttft', true, true],
    );
    assert.deepEqual(
      found?.metrics.map(({ key, notComparable }) => [key, notComparable.length]),
      [
        ['ttft', 0],
        ['ttlt', 1],
        ['tpot', 0],
        ['request_throughput', 1],
        ['output_token_throughput', 0],
        ['error_rate', 0],
      ],
    );
    const [byLast] = compareSamples([baseline, run(changed({ num_tokens_output: 20 }))], {
      decidingMetric: 'ttlt',
      resamples: 100,
    });
    assert.equal(byLast?.comparable, false);
  });

  it('says how long it took to open connections', () => {
    const cold = changed({}, { newConnection: true, connect: 0.02, tls: 0.03 });
    const [found] = compareSamples([baseline, run(cold)], { resamples: 100 });
    assert.match(
      found?.reasons[0]?.because ?? '',
      /100 % of the other had to open a connection, which took 50.* ms on average/,
    );
  });

  it('advises a warm-up only where it would help', () => {
    const advice = (fields: Partial<Simulated>) =>
      compareSamples([baseline, run(fields)], { resamples: 100 })[0]?.reasons.find(
        ({ id }) => id === 'connections',
      )?.advice;
    const firstOnly = (cold: number): Partial<Simulated> => ({
      n: 12,
      clients: 1,
      change: (request, i) => ({
        ...request,
        trace: request.trace && { ...request.trace, newConnection: i < cold },
      }),
    });
    assert.equal(advice(firstOnly(1)), 'Set "warmup" to 1 in both.');
    assert.match(advice({ ...firstOnly(1), facts: { warmup: 1 } }) ?? '', /^More requests of B opened/);
    assert.match(advice(firstOnly(12)) ?? '', /let the server .* keep connections open\.$/);
  });
});
