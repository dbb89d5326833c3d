import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { answer as answerIn } from '../harness/answerPicks.ts';
import { useVscode } from '../harness/useVscode.ts';

describe('a model of the editor, by hand', () => {
  const vscode = useVscode();
  const answer = (question: string, text?: string) => answerIn(vscode(), question, text);
  const line = (name: RegExp): Locator => vscode().page.getByRole('treeitem', { name });

  it('is offered with what is known of it, tested, shown and run', async () => {
    await vscode().page.getByRole('tab', { name: 'LLMeter' }).click();
    await vscode().runCommand('LLMeter: Add Endpoint');
    await answer('Where does the model run?', 'Language models of this editor');
    const offered = vscode().page.locator('.quick-input-list .monaco-list-row').first();
    await offered.filter({ hasText: 'Scripted steady' }).waitFor();
    assert.match(await offered.innerText(), /scripted · scripted\s*steady, up to 4,096 input tokens/);
    await vscode().screenshot('editor-models');
    await answer('Which model of this editor?', 'Scripted steady');
    const endpoint = line(/^Scripted steady, steady at scripted in VS Code/);
    await endpoint.hover();
    await endpoint.getByRole('button', { name: 'Run Benchmark' }).click();
    await answer('Which prompt');
    await vscode().page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    const loads = await vscode().page.locator('.quick-input-list .monaco-list-row').allInnerTexts();
    assert.deepEqual(
      loads.filter(load => /\d clients/.test(load)),
      [],
      'one client, unless somebody types more',
    );
    await answer('How much load', '1 x 3');
    await line(/^Scripted steady, 1 saved/).waitFor();
    assert.equal(await line(/complete with failures|, failed, |, partial, /).count(), 0);
    await vscode().screenshot('editor-model-run');
  });
});
