import assert from 'node:assert/strict';
import type { Memento } from 'vscode';
import { ShownRuns } from '../../../src/extension/panels/shownRuns.ts';

function memento(): Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: ((key: string, standard: unknown) => values.get(key) ?? standard) as Memento['get'],
    update: async (key, value) => void values.set(key, value),
  };
}

describe('the runs that panels showed', () => {
  it('are found by their title, the one shown last first', async () => {
    const shown = new ShownRuns(memento());
    for (const folder of ['/a/one', '/a/two', '/b/one']) await shown.keep(folder);
    assert.deepEqual(
      ['one', 'two', 'three'].map(title => shown.find(title)),
      ['/b/one', '/a/two', undefined],
    );
    await shown.keep('/a/one');
    assert.equal(shown.find('one'), '/a/one');
  });

  it('are forgotten in the end', async () => {
    const shown = new ShownRuns(memento());
    for (let n = 0; n < 60; n++) await shown.keep(`/runs/${n}`);
    assert.deepEqual([shown.find('9'), shown.find('10')], [undefined, '/runs/10']);
  });
});
