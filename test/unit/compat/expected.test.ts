import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCompatViews } from '../../../src/results/export/readCompatViews.ts';
import { projectRoot } from '../../harness/projectRoot.ts';

const folder = join(projectRoot, 'test/fixtures/compat');

/** By run and tool; `expected.py` computes them from the tools' published formulas. */
const expected: Record<string, Record<'vllm' | 'aiperf' | 'guidellm', Record<string, number>>> = JSON.parse(
  readFileSync(join(folder, 'expected.json'), 'utf8'),
);

describe('numbers that were computed apart, by the formulas of other tools on the same records', () => {
  for (const [run, tools] of Object.entries(expected)) {
    for (const tool of ['vllm', 'aiperf', 'guidellm'] as const) {
      it(`are those of the view: ${tool}, run ${run}`, async () => {
        const [view] = await readCompatViews({ folder: join(folder, run), tools: [tool] });
        const shown = Object.fromEntries(view?.metrics.map(({ name, value }) => [name, value]) ?? []);
        assert.deepEqual(Object.keys(shown).sort(), Object.keys(tools[tool]).sort());
        const far = Object.entries(tools[tool]).filter(([name, value]) => {
          const own = shown[name] ?? Number.NaN;
          return !(Math.abs(own - value) <= 1e-9 * Math.max(1, Math.abs(value)));
        });
        assert.deepEqual(
          far.map(([name, value]) => [name, value, shown[name]]),
          [],
        );
      });
    }
  }

  it('include goodput only where the plan has limits', () => {
    assert.deepEqual(
      Object.values(expected).map(({ vllm, aiperf }) => ['request_goodput' in vllm, 'goodput' in aiperf]),
      [
        [false, false],
        [true, true],
      ],
    );
  });
});
