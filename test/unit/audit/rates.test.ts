import assert from 'node:assert/strict';
import { driftingServers, driftShare, steadyServers } from '../../audit/drift.ts';
import { intervalScenarios, rateCoverage } from '../../audit/rateIntervals.ts';
import { rateBias, rateScenarios } from '../../audit/throughput.ts';

/** Few repetitions of what `npm run audit` repeats often; the seeds are fixed. */
describe('steady requests per second', () => {
  for (const scenario of rateScenarios.filter(({ load }) => load.requests !== 1)) {
    it(`are within 4 % of the truth: ${scenario.name}`, () => {
      const { steady, known } = rateBias(scenario, scenario.load.clients > 100 ? 4 : 16);
      assert.ok(Math.abs(steady - 1) < 0.04, `${steady}`);
      assert.ok(known > 0.6, `${known}`);
    });
  }

  it('do not exist where each client sends one request', () => {
    const single = rateScenarios.filter(({ load }) => load.requests === 1);
    assert.deepEqual(
      single.map(scenario => rateBias(scenario, 5).known),
      [0],
    );
  });
});

describe('intervals of requests per second', () => {
  for (const scenario of intervalScenarios) {
    it(`hold 0 for the same server, or are refused: ${scenario.name}`, () => {
      const { covered, judged } = rateCoverage(scenario, 60);
      assert.ok(judged < 0.2 || covered >= 0.85, `${covered} of ${judged}`);
    });
  }
});

describe('drift', () => {
  for (const scenario of steadyServers) {
    it(`is rarely seen where there is none: ${scenario.name}`, () => {
      const share = driftShare(scenario, 40);
      assert.ok(share <= 0.1, `${share}`);
    });
  }

  for (const scenario of driftingServers) {
    it(`is seen: ${scenario.name}`, () => {
      const share = driftShare(scenario, 30);
      assert.ok(share >= 0.6, `${share}`);
    });
  }
});
