import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { realDelay } from '../../../src/core/base/delay.ts';
import { LineFile } from '../../../src/folder/lineFile.ts';
import { createRunFolder, defaultRunName } from '../../../src/folder/runFolder.ts';
import { withFolder } from './support/withFolder.ts';

describe('the folder of a new run', () => {
  it('has the local date and time as its default name', () => {
    assert.equal(defaultRunName(new Date(2026, 0, 2, 3, 4, 59).getTime()), '20260102-0304');
  });

  it('is unique, however many runs want the same name at once', () =>
    withFolder(async output => {
      for (let round = 0; round < 20; round += 1) {
        const wanted = Array.from({ length: 6 }, () => createRunFolder(output, `r${round}`, true));
        const names = (await Promise.all(wanted)).map(({ name }) => name).sort();
        assert.deepEqual(
          names,
          ['', '-2', '-3', '-4', '-5', '-6'].map(end => `r${round}${end}`),
        );
      }
    }));

  it('of two runs that want the same name at once, one is refused', () =>
    withFolder(async output => {
      const both = await Promise.allSettled([1, 2].map(() => createRunFolder(output, 'r', false)));
      assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    }));

  it('may already exist with anything but a run in it', () =>
    withFolder(async output => {
      await mkdir(join(output, 'r'));
      await writeFile(join(output, 'r', 'notes.txt'), '');
      const { folder } = await createRunFolder(output, 'r', false);
      assert.deepEqual((await readdir(folder)).sort(), ['notes.txt', 'payload.jsonl']);
    }));

  it('is never the folder of an experiment, whoever wrote it', () =>
    withFolder(async output => {
      await mkdir(join(output, 'ab'));
      await writeFile(join(output, 'ab', 'experiment.json'), '{}');
      await mkdir(join(output, 'load-test', '00005-clients'), { recursive: true });
      for (const name of ['ab', 'load-test']) {
        assert.equal((await createRunFolder(output, name, true)).name, `${name}-2`);
        await assert.rejects(createRunFolder(output, name, false), /Choose another "name"/);
      }
    }));

  it('reports when lines can no longer be written', () =>
    withFolder(async output => {
      const file = await LineFile.create(join(output, 'lines.jsonl'), realDelay);
      file.push('{}');
      await file.close();
      assert.equal(file.failed, false);
      file.push('{}');
      await assert.rejects(file.flush(), { code: 'EBADF' });
      assert.equal(file.failed, true);
    }));

  it('is refused with a clear message if a file has its name', () =>
    withFolder(async output => {
      await writeFile(join(output, 'r'), '');
      await assert.rejects(createRunFolder(output, 'r', true), /a file of that name is in the way/);
    }));
});
