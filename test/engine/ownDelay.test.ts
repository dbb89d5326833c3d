import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { realDelay } from '../../src/core/base/delay.ts';
import { inProcessEngine } from '../../src/engine/inProcessEngine.ts';
import { isDistribution } from '../../src/protocol/run.ts';
import { projectRoot } from '../harness/projectRoot.ts';
import { ScriptedModels } from '../unit/endpoints/support/scriptedModels.ts';
import { withFolder } from '../unit/folder/support/withFolder.ts';
import { measure, simulated, startOf } from './support/engine.ts';

const fileUrl = (path: string) => pathToFileURL(join(projectRoot, path));

/** Keeps this thread from doing anything else, as a long callback or a stopped process does. */
function holdUp(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

describe('a run whose own thread is held up once', () => {
  it('says which percentiles it changed and by how much, now and when it is read again', () =>
    withFolder(async folder => {
      const engine = inProcessEngine({
        engineModule: fileUrl('src/engine/serveEngine.ts'),
        simulatorWorker: fileUrl('src/simulator/worker.ts'),
        tool: 'llmeter-test 0.0.0',
        models: new ScriptedModels(realDelay, {}),
      });
      let held = false;
      engine.on('snapshot', ({ snapshot }) => {
        if (held || snapshot.progress.done < 10) return;
        held = true;
        holdUp(1500);
      });
      try {
        // Answers of "steady" take 1.1 s: of 40 requests, the 10 in flight are late by up to 1.5 s.
        const plan = { endpoint: simulated('steady'), prompt: 'Hi!', clients: 10, requests: 4 };
        const outcome = await measure(engine, 'run', startOf(folder, plan));
        assert.deepEqual([held, outcome.failedRequests], [true, 0]);
        const found = outcome.diagnostics.find(({ id }) => id === 'client-limited');
        assert.equal(found?.severity, 'warning');
        assert.ok(found.affected?.['ttlt']?.includes('p90'), JSON.stringify(found));
        assert.match(found.message, /TTLT .*p90 (could be up to|is probably) \d+ % too high/);
        const { ttlt } = outcome.metrics;
        const p90 = ttlt && isDistribution(ttlt) ? ttlt.clientDelay?.p90 : undefined;
        assert.ok(p90 && p90.likely > 0.05 && (p90.atMost ?? 0) >= p90.likely, JSON.stringify(p90));
        const saved = await engine.request('loadReport', { folder: outcome.folder });
        const again = saved.metrics['ttlt'];
        const reread = again && isDistribution(again) ? again.clientDelay?.p90 : undefined;
        assert.ok(reread && Math.abs(reread.likely - p90.likely) < 0.02, JSON.stringify([p90, reread]));
        assert.deepEqual(saved.diagnostics, outcome.diagnostics);
        const lines = (await readFile(join(outcome.folder, 'stalls.jsonl'), 'utf8')).trimEnd().split('\n');
        const stalls = lines.map(line => JSON.parse(line) as { from: number; to: number });
        assert.ok(stalls.some(({ from, to }) => to - from > 1.4));
      } finally {
        await engine.close();
      }
    }));
});
