import assert from 'node:assert/strict';
import { basename } from 'node:path';
import type { Memento } from 'vscode';
import { ShownFolders } from '../../../src/extension/panels/shownFolders.ts';

function memento(): Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: ((key: string, standard: unknown) => values.get(key) ?? standard) as Memento['get'],
    update: async (key, value) => void values.set(key, value),
  };
}

describe('the folders that panels showed', () => {
  it('are found by their title, those shown last first', async () => {
    const shown = new ShownFolders(memento(), 'test');
    for (const folder of ['/a/one', '/a/two', '/b/one']) await shown.keep(basename(folder), [folder]);
    await shown.keep('one vs. two', ['/a/one', '/a/two']);
    assert.deepEqual(
      ['one', 'two', 'three', 'one vs. two'].map(title => shown.find(title)),
      [['/b/one'], ['/a/two'], undefined, ['/a/one', '/a/two']],
    );
    await shown.keep('one', ['/a/one']);
    assert.deepEqual(shown.find('one'), ['/a/one']);
  });

  it('are forgotten in the end', async () => {
    const shown = new ShownFolders(memento(), 'test');
    for (let n = 0; n < 60; n++) await shown.keep(String(n), [`/runs/${n}`]);
    assert.deepEqual([shown.find('9'), shown.find('10')], [undefined, ['/runs/10']]);
  });
});
