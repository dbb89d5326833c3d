import assert from 'node:assert/strict';
import fc from 'fast-check';
import { idleDoubt } from '../../../src/core/loadTest/idleLevels.ts';
import { findKnee, kneeMark } from '../../../src/core/loadTest/knee.ts';
import { requestsPerClient } from '../../../src/core/loadTest/levels.ts';
import { littlesLaw } from '../../../src/core/loadTest/littlesLaw.ts';
import { type LoadLevel, loadLevelOf } from '../../../src/core/loadTest/loadLevel.ts';
import { simulatedSample } from '../compare/simulated.ts';

function level(
  clients: number,
  throughput: number | null,
  ttftP90: number | null,
  unreliable: string | null = null,
): LoadLevel {
  return {
    clients,
    requests: 100,
    failed: 0,
    basis: 'steady',
    throughput,
    outputTokenThroughput: null,
    goodput: null,
    wholeThroughput: throughput,
    steadyThroughput: throughput,
    ttftP50: null,
    ttftP90,
    unreliable,
    requestRate: throughput,
    meanTime: null,
    inFlight: null,
  };
}

describe('requests per client', () => {
  it('are as many as requested, or more if the run would be too short', () => {
    const whole = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(whole, whole, whole, (clients, perClient, perRun) => {
        const requests = requestsPerClient(clients, perClient, perRun);
        assert.ok(requests >= perClient && requests * clients >= perRun);
        assert.ok(requests === perClient || (requests - 1) * clients < perRun);
      }),
    );
  });

  it('must be whole numbers of at least 1', () => {
    assert.throws(() => requestsPerClient(0), /^UserError: "clients" of a load test must be a whole number/);
    assert.throws(() => requestsPerClient(1, 1, 1.5), /"perRun"/);
  });
});

describe('a level of a load test', () => {
  it('is summarised from its requests', () => {
    const sample = simulatedSample({
      n: 40,
      clients: 2,
      decode: 0.75,
      ttft: () => 0.25,
      change: (request, i) =>
        i === 0 ? { ...request, response: { ...request.response, error: 'refused' } } : request,
    });
    assert.deepEqual(loadLevelOf(sample), {
      clients: 2,
      requests: 40,
      failed: 1,
      basis: 'whole',
      throughput: 39 / 20,
      outputTokenThroughput: (39 * 41) / 20,
      goodput: null,
      wholeThroughput: 39 / 20,
      // The failed request is a first one.
      steadyThroughput: 2,
      ttftP50: 0.25,
      ttftP90: 0.25,
      unreliable: '39 values are too few: this percentile needs at least 50.',
      requestRate: 2,
      meanTime: 1,
      inFlight: 2,
    });
  });

  it("obeys Little's law within 10 %, or has a warning", () => {
    const busy = (inFlight: number | null) => littlesLaw({ ...level(4, null, 1), inFlight });
    assert.equal(busy(null), null);
    assert.deepEqual(busy(3.8), { concurrency: 3.8, off: 3.8 / 4 - 1, warning: null });
    assert.match(
      busy(3)?.warning ?? '',
      /^3\.0 requests were in flight on average, 25 % fewer than the 4 clients: clients were idle between/,
    );
    assert.match(
      busy(6)?.warning ?? '',
      /^6\.0 requests .* 50 % more than the 4 clients: the recorded times/,
    );
    assert.match(
      littlesLaw({ ...level(1, 2, null), inFlight: 0.5 })?.warning ?? '',
      /50 % fewer than the 1 client: /,
    );
  });

  it("is judged by Little's law over its whole time only if it has more in flight than clients", () => {
    const whole = (requestRate: number) => littlesLaw({ ...level(4, 1, 1), requestRate, meanTime: 2 });
    assert.deepEqual(whole(0.5), { concurrency: 1, off: -0.75, warning: null });
    assert.equal(
      whole(100)?.warning,
      '200.0 requests were in flight on average, 50 times as many as the 4 clients: the recorded times and the duration of the run are inconsistent, and so are rates and latencies.',
    );
    assert.match(
      littlesLaw({ ...level(2, 1, 1), requestRate: 4, meanTime: 1, failed: 50 })?.warning ?? '',
      /50 % of the requests failed, and how long those took is not known\.$/,
    );
  });

  it('says if its rates include much time in which clients had nothing left to send', () => {
    const alone = { ...level(8, 4, 1), steadyThroughput: null, requestRate: 4, meanTime: 1 };
    assert.match(idleDoubt(alone) ?? '', /^Each client sent too few requests: for 50 % of the time/);
    assert.equal(idleDoubt({ ...alone, requestRate: 7.5 }), null);
    assert.equal(idleDoubt({ ...alone, steadyThroughput: 4 }), null);
    assert.equal(idleDoubt({ ...alone, failed: 6 }), null);
  });
});

describe('the knee of a load test', () => {
  /** Throughput saturates at 20 per second; TTFT is 0.1 s up to there and then grows with the queue. */
  const saturating = [1, 2, 4, 8, 16, 32, 64].map(clients => {
    const throughput = Math.min(clients * 2.5, 20);
    return level(clients, throughput, Math.max(0.1, clients / 20 - 0.3));
  });

  it('is where throughput saturates and requests start to queue, in any order of levels', () => {
    assert.deepEqual(findKnee(saturating).clients, 8);
    assert.deepEqual(findKnee([...saturating].reverse()), findKnee(saturating));
    assert.equal(
      findKnee(saturating).sentence,
      'The knee is at 8 clients: beyond it, p90 TTFT grows faster than throughput.',
    );
  });

  it('is tentative if a p90 that decides comes from too few requests', () => {
    const unreliableAt = (...clients: number[]) =>
      findKnee(
        saturating.map(one => ({ ...one, unreliable: clients.includes(one.clients) ? 'Too few.' : null })),
      );
    const certain = 'The knee is at 8 clients: beyond it, p90 TTFT grows faster than throughput.';
    assert.deepEqual(
      [unreliableAt(), unreliableAt(2, 16), unreliableAt(8), unreliableAt(1, 2, 8, 64)].map(
        ({ clients, tentative, sentence }) => [clients, tentative, sentence],
      ),
      [
        [8, false, certain],
        [8, false, certain],
        [
          8,
          true,
          `${certain} Tentative: the p90 at 8 clients comes from too few requests, so this may be due to chance.`,
        ],
        [
          8,
          true,
          `${certain} Tentative: the p90 at 1, 8 and 64 clients comes from too few requests, so this may be due to chance.`,
        ],
      ],
    );
    assert.deepEqual([kneeMark(unreliableAt()), kneeMark(unreliableAt(8))], ['knee', 'tentative knee']);
    const constant = findKnee([1, 2, 4, 8].map(clients => level(clients, 10, 0.1, 'Too few.')));
    assert.match(constant.sentence, /^No knee: .* Tentative: the p90 at 1 and 8 clients comes from too few/);
  });

  it('is sought only where requests succeed, and it is said from which level on they fail', () => {
    const failing = (shares: Record<number, number>) =>
      [1, 2, 4, 8, 16].map(clients => {
        const failed = shares[clients] ?? 0;
        // Refused at once, further clients seem to cost nothing.
        return { ...level(clients, Math.min(clients, 4), 0.2), failed };
      });
    const capped = findKnee(failing({ 8: 50, 16: 75 }));
    assert.deepEqual(
      [capped.clients, capped.sentence],
      [
        null,
        'From 8 clients on, requests failed (50 % at 8, 75 % at 16), so these levels take no part in the search for the knee. No knee: up to 4 clients, throughput grows at least as fast as p90 TTFT. The limit is between 4 and 8 clients.',
      ],
    );
    assert.match(
      findKnee(failing({ 2: 10 })).sentence,
      /^At 2 clients, requests failed \(10 % at 2\), so this level takes no part .* Try more clients\.$/,
    );
    assert.match(
      findKnee(failing({ 1: 7, 8: 50 })).sentence,
      /^At 1 and 8 clients, requests failed \(7\.0 % at 1, /,
    );
    assert.match(
      findKnee(failing({ 4: 100, 8: 100, 16: 100 })).sentence,
      /^From 4 clients on, requests failed .*\. No knee: at least three levels/,
    );
    assert.equal(findKnee(failing({ 8: 5 })).sentence, findKnee(failing({})).sentence);
  });

  it('is between two levels if a doubling of clients was left out beside the best one', () => {
    const knee = (...clients: number[]) => findKnee(saturating.filter(one => clients.includes(one.clients)));
    const hole = knee(1, 2, 4, 32);
    assert.deepEqual(
      [hole.clients, hole.between, hole.sentence, kneeMark(hole)],
      [
        4,
        [4, 32],
        'The knee is between 4 and 32 clients: of the levels measured, 4 has the greatest power, but there are none close to it. Add levels with 8 and 16 clients.',
        'knee between 4 and 32',
      ],
    );
    assert.deepEqual(knee(1, 8, 16).between, [1, 8]);
    assert.match(
      knee(1, 8, 64).sentence,
      /between 1 and 64 clients: .* Add levels with 2, 4, 16 and 32 clients\.$/,
    );
    assert.deepEqual([knee(1, 4, 8, 16).between, findKnee(saturating).between], [null, null]);
  });

  it('is tentative if a rate that decides includes much idle time', () => {
    const idle = { steadyThroughput: null, requestRate: 1, meanTime: 1 };
    const found = findKnee(saturating.map(one => (one.clients === 64 ? { ...one, ...idle } : one)));
    assert.equal(found.tentative, true);
    assert.match(found.sentence, /Tentative: the throughput at 64 clients includes much time in which/);
  });

  it('does not depend on the units of either axis', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), factor => {
        const scaled = saturating.map(one => ({
          ...one,
          throughput: (one.throughput ?? 0) * factor,
          ttftP90: (one.ttftP90 ?? 0) / factor,
        }));
        assert.equal(findKnee(scaled).clients, 8);
      }),
    );
  });

  it('is not found if the test did not reach it, started beyond it, or has too few levels', () => {
    const sentences = [
      findKnee(saturating.slice(0, 4)),
      findKnee(saturating.slice(4)),
      findKnee(saturating.slice(0, 2)),
      findKnee([1, 2, 4, 8].map(clients => level(clients, 10, 0.1))),
      findKnee(
        [1, 2, 4, 8].map(clients => level(clients, clients === 4 ? null : 10, clients === 2 ? null : 0.1)),
      ),
    ];
    assert.deepEqual(
      sentences.map(({ clients, sentence }) => [clients, sentence]),
      [
        [null, 'No knee: up to 8 clients, throughput grows at least as fast as p90 TTFT. Try more clients.'],
        [null, 'No knee: from 16 clients on, p90 TTFT grows faster than throughput. Try fewer clients.'],
        [null, 'No knee: at least three levels with throughput and TTFT are needed to find one.'],
        [null, 'No knee: throughput and p90 TTFT grow at the same rate at all levels.'],
        [null, 'No knee: at least three levels with throughput and TTFT are needed to find one.'],
      ],
    );
  });
});
