import assert from 'node:assert/strict';
import { startBurstOf } from '../../../src/core/metrics/startBurst.ts';
import { steadyRate, steadyWindow } from '../../../src/core/metrics/steadyWindow.ts';
import { closedLoop, independent, type LoopRequest, serialPrefill } from '../../audit/closedLoop.ts';
import { columnsOf } from '../../audit/measured.ts';

function timesOf(requests: readonly LoopRequest[], known = true) {
  return {
    client: requests.map(({ client }) => (known ? client : Number.NaN)),
    sentAt: requests.map(({ sentAt }) => sentAt),
    endedAt: requests.map(({ endedAt }) => endedAt),
  };
}

/** A request at an index takes 15 s, all others 0.15 s. */
function straggler(at: number) {
  return () => {
    let sent = 0;
    return () => ({ ttft: 0.1, total: sent++ === at ? 15 : 0.15 });
  };
}

describe('the window in which all clients are at work', () => {
  it('begins with the last client’s first request and ends when the first client is done', () => {
    const server = independent(
      () => 1,
      () => 0,
    );
    const window = steadyWindow(timesOf(closedLoop(server, { clients: 4, requests: 5, rampUp: 2 }, 1)));
    assert.deepEqual([window?.clients, window?.from, window?.to], [4, 1.5, 5]);
    assert.equal(window?.inFlight, 4);
    assert.deepEqual([...(window?.cycles ?? [])], Array(13).fill(1));
  });

  it('does not exist if a client is done before another begins, or without times', () => {
    const server = independent(
      () => 1,
      () => 0,
    );
    assert.equal(steadyWindow(timesOf(closedLoop(server, { clients: 2, requests: 1, rampUp: 4 }, 1))), null);
    assert.equal(steadyWindow({ client: [0], sentAt: [Number.NaN], endedAt: [1] }), null);
    assert.equal(steadyWindow({ client: [], sentAt: [], endedAt: [] }), null);
  });

  it('is the same if the run did not record which client sent what', () => {
    const server = independent(
      random => 1 + random(),
      () => 0,
    );
    const requests = closedLoop(server, { clients: 6, requests: 8 }, 3);
    const [known, assigned] = [steadyWindow(timesOf(requests)), steadyWindow(timesOf(requests, false))];
    assert.ok(known);
    assert.deepEqual([assigned?.from, assigned?.to, assigned?.clients], [known.from, known.to, 6]);
    assert.deepEqual(
      assigned?.cycles.reduce((sum, cycle) => sum + cycle, 0).toFixed(6),
      known.cycles.reduce((sum, cycle) => sum + cycle, 0).toFixed(6),
    );
  });

  it('gives a rate that one straggler after the end of a timed run does not decide', () => {
    for (const clients of [2, 4, 8, 16]) {
      const requests = closedLoop(straggler(39), { clients, duration: 3 }, 1);
      const window = steadyWindow(timesOf(requests));
      const sentInTime = requests.length / 3;
      const rate = window && steadyRate(window, () => 1);
      assert.ok(
        rate !== null && Math.abs(rate / sentInTime - 1) < 0.36,
        `${clients}: ${rate} of ${sentInTime}`,
      );
    }
  });

  it('gives no rate for one client, for one request each, or where refusals end it at once', () => {
    const server = independent(
      () => 1,
      () => 0,
    );
    const rate = (requests: LoopRequest[], amount: (i: number) => number = () => 1) => {
      const window = steadyWindow(timesOf(requests));
      return window && steadyRate(window, amount);
    };
    assert.equal(rate(closedLoop(server, { clients: 1, requests: 50 }, 1)), null);
    assert.equal(rate(closedLoop(server, { clients: 50, requests: 1 }, 1)), null);
    const capped = () => {
      let busy = 0;
      return (_at: number) => {
        busy += 1;
        return { ttft: 0.01, total: busy <= 4 ? 0.6 : 0.005 };
      };
    };
    const requests = closedLoop(capped, { clients: 16, requests: 12 }, 1);
    assert.equal(
      rate(requests, i => ((requests[i]?.endedAt ?? 0) - (requests[i]?.sentAt ?? 0) > 0.1 ? 1 : 0)),
      null,
    );
  });
});

describe('the burst at the start', () => {
  const burst = (requests: LoopRequest[]) => startBurstOf(columnsOf(requests).steadyState());

  it('is found where a server reads one prompt at a time, unless the starts are spread', () => {
    const server = serialPrefill(
      () => 0.1,
      () => 1,
    );
    const found = burst(closedLoop(server, { clients: 10, requests: 8 }, 1));
    assert.deepEqual([found?.clients, found?.percentile], [10, 'p90']);
    assert.ok(found);
    assert.ok(
      found.first > 0.5 && found.later < 0.2 && found.tail > 2 * found.tailWithout,
      JSON.stringify(found),
    );
    assert.equal(burst(closedLoop(server, { clients: 10, requests: 8, rampUp: 2 }, 1)), null);
  });

  it('is not seen where first requests are like all others', () => {
    const server = independent(
      () => 1,
      random => 0.1 + random(),
    );
    const seen = Array.from({ length: 100 }, (_, seed) =>
      burst(closedLoop(server, { clients: 10, requests: 5 }, seed)),
    );
    assert.ok(seen.filter(one => one !== null).length <= 2);
  });
});
