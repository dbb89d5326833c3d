import assert from 'node:assert/strict';
import { equalSides, slowerCandidates, verdictShares } from '../../audit/dependence.ts';

/** Few repetitions of what `npm run audit` repeats often; the seeds are fixed. */
describe('verdicts where requests depend on each other', () => {
  for (const scenario of equalSides) {
    it(`rarely say that equal sides differ: ${scenario.name}`, () => {
      const { different } = verdictShares(scenario, 60);
      assert.ok(different <= 0.1, `${different}`);
    });
  }

  for (const scenario of slowerCandidates) {
    it(`are rarely withheld: ${scenario.name}`, () => {
      const { withheld } = verdictShares(scenario, 60);
      assert.ok(withheld <= 0.1, `${withheld}`);
    });
  }
});
