import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { answer as answerIn } from '../harness/answerPicks.ts';
import { useVscode } from '../harness/useVscode.ts';

describe('a model of the editor in a real VS Code', () => {
  const vscode = useVscode();
  const answer = (question: string, text?: string) => answerIn(vscode(), question, text);
  const line = (name: RegExp): Locator => vscode().page.getByRole('treeitem', { name });

  const rows = () => vscode().page.locator('.quick-input-list .monaco-list-row');

  it('is offered with its details, tested, shown and run', async () => {
    await vscode().page.getByRole('tab', { name: 'LLMeter' }).click();
    await vscode().runCommand('LLMeter: Add Endpoint');
    await answer('Where does the model run?', 'Language models of this editor');
    const offered = rows().filter({ hasText: 'Scripted steady' });
    await offered.waitFor();
    assert.match(await offered.innerText(), /scripted · scripted\s*steady, up to 4,096 input tokens/);
    await vscode().screenshot('editor-models');
    await answer('Which model of this editor?', 'Scripted steady');
    const endpoint = line(/^Scripted steady, steady at scripted in VS Code/);
    await endpoint.hover();
    await endpoint.getByRole('button', { name: 'Run Benchmark' }).click();
    await answer('Which prompt');
    await rows().filter({ hasText: '10 requests' }).first().waitFor();
    const loads = await rows().allInnerTexts();
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

  it('gets a request only after the user allowed it once', async () => {
    await vscode().runCommand('LLMeter: Add Endpoint');
    await answer('Where does the model run?', 'Language models of this editor');
    await rows().filter({ hasText: 'Guarded steady' }).waitFor();
    await answer('Which model of this editor?', 'Guarded steady');
    const question = vscode().page.getByRole('dialog').filter({ hasText: 'Scripted models' });
    await question.waitFor();
    await vscode().screenshot('editor-model-permission');
    await question.getByRole('button', { name: 'Allow' }).click();
    const endpoint = line(/^Guarded steady, steady at guarded in VS Code/);
    await endpoint.hover();
    await endpoint.getByRole('button', { name: 'Run Benchmark' }).click();
    await answer('Which prompt');
    await answer('How much load', '1 x 3');
    await line(/^Guarded steady, 1 saved/).waitFor();
    assert.equal(await question.count(), 0);
    assert.equal(await line(/complete with failures|, failed, |, partial, /).count(), 0);
  });
});
