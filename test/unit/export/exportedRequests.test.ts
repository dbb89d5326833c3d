import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportedRequests } from '../../../src/results/export/exportedRequests.ts';
import { withFolder } from '../folder/support/withFolder.ts';
import { writeRun } from '../results/support/writtenRun.ts';

describe('exported requests', () => {
  it('are those that there are, with what is missing as sentences', () =>
    withFolder(async folder => {
      const good = await writeRun(folder, 'good', { minute: 0, ttft: [0.1, null] });
      const bare = await writeRun(folder, 'bare', { minute: 1, ttft: [0.1] });
      await writeFile(join(bare, 'responses.jsonl'), '');
      const nothing = join(folder, 'nothing');
      await mkdir(nothing);
      const { requests, warnings } = await exportedRequests([good, bare, nothing]);
      assert.deepEqual([requests.length, requests[0]?.run], [2, 'good']);
      assert.deepEqual(warnings, [
        `${nothing} contains neither a run nor an experiment.`,
        'bare: There are no responses; saved statistics are not enough.',
      ]);
    }));

  it('say that our own run lost its trace', () =>
    withFolder(async folder => {
      const run = await writeRun(folder, 'run', { minute: 0, ttft: [0.1] });
      await writeFile(join(run, 'llmeter.json'), JSON.stringify({ schema: 1, state: 'saved' }));
      const { warnings } = await exportedRequests([run]);
      assert.deepEqual(warnings, [
        'run: There is no trace.jsonl: columns of clients, connections and gaps are empty.',
      ]);
    }));

  it('are refused if there are none at all', () =>
    withFolder(async folder => {
      const bare = await writeRun(folder, 'bare', { minute: 0, ttft: [] });
      await assert.rejects(exportedRequests([bare]), /has no responses to export/);
      await assert.rejects(exportedRequests([folder]), { name: 'UserError' });
    }));
});
