import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Delay, realDelay } from '../../../src/core/base/delay.ts';
import { UserError } from '../../../src/core/base/errors.ts';
import { LineFile } from '../../../src/folder/lineFile.ts';
import { lineBatches } from '../../../src/folder/lines.ts';
import { loadRun } from '../../../src/folder/loadRun.ts';
import { createRunFolder, defaultRunName } from '../../../src/folder/runFolder.ts';
import { RunRecorder } from '../../../src/folder/runRecorder.ts';
import { runStart, scripted, traceOf, withFolder } from '../../conformance/scriptedRun.ts';

/** A timer that goes off when the test says so. */
function handTimer() {
  let due: (() => void) | null = null;
  const waits: number[] = [];
  const delay: Delay = (run, milliseconds) => {
    waits.push(milliseconds);
    due = run;
    return () => {
      due = null;
    };
  };
  return { delay, waits, fire: () => due?.() };
}

const textOf = (path: string) => readFile(path, 'utf8');

describe('line file', () => {
  it('writes buffered lines in order, within 200 ms of the first', () =>
    withFolder(async folder => {
      const path = join(folder, 'lines');
      const timer = handTimer();
      const file = await LineFile.create(path, timer.delay);
      file.push('a');
      file.push('b');
      assert.equal(await textOf(path), '');
      assert.equal(timer.waits.length, 1);
      assert.ok((timer.waits[0] ?? 1000) <= 200);
      timer.fire();
      file.push('c');
      await file.flush();
      assert.equal(await textOf(path), 'a\nb\nc\n');
      assert.equal(timer.waits.length, 2);
      await file.close();
    }));

  it('writes every line once, however flushes and lines alternate', () =>
    withFolder(async folder => {
      const file = await LineFile.create(join(folder, 'lines'), realDelay);
      const flushes = Array.from({ length: 200 }, (_, i) => {
        file.push(String(i));
        return i % 3 === 0 ? file.flush() : undefined;
      });
      await Promise.all([...flushes, file.close()]);
      assert.equal(
        await textOf(join(folder, 'lines')),
        `${Array.from({ length: 200 }, (_, i) => i).join('\n')}\n`,
      );
    }));
});

describe('lines of a file', () => {
  it('are complete however the file is read in chunks; a torn last line is marked', () =>
    withFolder(async folder => {
      const path = join(folder, 'lines');
      const long = 'x'.repeat((1 << 20) - 3);
      await writeFile(path, `${long}\r\n\n😀é\nlast`);
      const lines = [];
      for await (const batch of lineBatches(path)) lines.push(...batch);
      assert.deepEqual(lines, [
        { text: long, number: 1, torn: false },
        { text: '😀é', number: 3, torn: false },
        { text: 'last', number: 4, torn: true },
      ]);
    }));
});

describe('run folder', () => {
  it('is named by local date and time by default', () => {
    assert.equal(defaultRunName(new Date(2026, 0, 5, 7, 3, 59).getTime()), '20260105-0703');
  });

  it('gets a free name if its default name is taken', () =>
    withFolder(async output => {
      for (const name of ['d', 'd-2', 'd-3']) {
        const made = await createRunFolder(output, 'd', true);
        assert.deepEqual(made, { folder: join(output, name), name });
        await writeFile(join(made.folder, 'responses.jsonl'), '');
      }
    }));

  it('may already exist if it contains no run', () =>
    withFolder(async output => {
      await mkdir(join(output, 'n'));
      await writeFile(join(output, 'n', 'notes.txt'), 'mine');
      assert.equal((await createRunFolder(output, 'n', false)).folder, join(output, 'n'));
    }));

  it('cannot be outside the output folder', () =>
    withFolder(async output => {
      for (const name of ['..', '.', '', 'a/b', 'a\\b']) {
        await assert.rejects(createRunFolder(output, name, true), UserError);
      }
    }));

  it('that cannot be written is named in the error, with the setting to change', () =>
    withFolder(async output => {
      await writeFile(join(output, 'file'), '');
      const inside = join(output, 'file', 'deeper');
      await assert.rejects(RunRecorder.create(runStart(inside)), (error: Error) => {
        assert.ok(error instanceof UserError);
        assert.match(error.message, /^Cannot write to the run folder .*deeper.*Set "output" to a folder/);
        return true;
      });
      if (process.getuid?.() === 0) return;
      await chmod(output, 0o500);
      await assert.rejects(RunRecorder.create(runStart(output)), /permission denied/);
      await chmod(output, 0o700);
    }));
});

describe('recorder', () => {
  it('has everything on disk that is needed to load a killed run', () =>
    withFolder(async output => {
      const timer = handTimer();
      const recorder = await RunRecorder.create(runStart(output), timer.delay);
      const load = () => loadRun(recorder.folder, { responses: true });
      const before = await load();
      assert.deepEqual(
        [before.responses, before.sidecar?.state, before.partial],
        [
          [],
          'running',
          'The run wrote no summary: it was killed or is still running. 0 responses were saved.',
        ],
      );
      for (const response of scripted.slice(0, 3)) recorder.append(response, traceOf(response));
      await recorder.abandon('The disk went away.');
      const after = await load();
      assert.deepEqual(
        [after.responses.length, after.traces.length, after.sidecar?.state, after.partial],
        [3, 3, 'failed', 'The disk went away.'],
      );
      assert.deepEqual([after.summary.model_id, after.summary.n_requests], ['m', 4]);
      assert.deepEqual(
        (await readdir(recorder.folder)).filter(file => file.endsWith('.tmp')),
        [],
      );
    }));

  it('matches traces to responses even if a server repeats ids', () =>
    withFolder(async output => {
      const recorder = await RunRecorder.create(runStart(output));
      const base = { ...scripted[0], id: 'same' } as (typeof scripted)[number];
      recorder.appendTrace(traceOf(base, { phase: 'warmup', index: 99 }));
      for (const index of [0, 1, 2]) recorder.append(base, traceOf(base, { index }));
      recorder.append({ ...base, id: 'other' }, null);
      await recorder.abandon('');
      const { traces } = await loadRun(recorder.folder, { responses: true });
      assert.deepEqual(
        traces.map(trace => trace?.index ?? null),
        [0, 1, 2, null],
      );
    }));
});
