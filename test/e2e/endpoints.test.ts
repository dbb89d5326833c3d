import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { answer as answerIn, asked as askedIn } from '../harness/answerPicks.ts';
import { useVscode } from '../harness/useVscode.ts';

describe('endpoints in a real VS Code', () => {
  const vscode = useVscode();
  let server: Simulator;

  before(async () => {
    server = await startSimulator({ scenario: 'fast' });
  });
  after(() => server.close());

  /** The line of the Endpoints tree. */
  const line = (name: string): Locator =>
    vscode().page.getByRole('treeitem', { name: new RegExp(`^${name}, `) });

  const asked = (question: string) => askedIn(vscode(), question);
  const answer = (question: string, text?: string) => answerIn(vscode(), question, text);

  it('are added in a few steps, with the models of the server and a connection test', async () => {
    const { page } = vscode();
    await page.getByRole('tab', { name: 'LLMeter' }).click();
    await vscode().runCommand('LLMeter: Add Endpoint');
    await answer('Where does the model run?', 'vLLM');
    await answer('Address of the API', `${server.url}/v1`);
    await page.locator('.quick-input-widget', { hasText: '(3/4)' }).waitFor();
    await answer('Which API key');
    const offered = page.getByRole('option', { name: 'simulated-model', exact: true });
    await offered.waitFor();
    await vscode().screenshot('add-endpoint');
    await offered.click();
    await page.getByText(/The connection works: first token after/).waitFor();
    await line('simulated-model').waitFor();
  });

  it('that do not answer can be changed, with the earlier answers kept', async () => {
    const { page } = vscode();
    await vscode().runCommand('LLMeter: Add Endpoint');
    await answer('Where does the model run?', 'Ollama');
    await answer('Address of the API', 'http://127.0.0.1:9/v1');
    await answer('Which API key');
    await answer('Which model?', 'my-model');
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.getByText('The connection test did not succeed.').waitFor();
    await vscode().screenshot('test-failed');
    await dialog.getByRole('button', { name: 'Change' }).click();
    await answer('Where does the model run?');
    assert.equal(await (await asked('Address of the API')).inputValue(), 'http://127.0.0.1:9/v1');
    await answer('Address of the API', `${server.url}/v1`);
    await answer('Which API key');
    await answer('Which model?', 'my-model');
    await line('my-model').waitFor();
  });

  it('are deleted with a key, and restored with Undo', async () => {
    const { page } = vscode();
    await line('my-model').click();
    await page.keyboard.press('Delete');
    await line('my-model').waitFor({ state: 'detached' });
    // VS Code shows no toasts in tests, but lists the notifications.
    await page.locator('[id="status.notifications"]').click();
    const notice = page.locator('.notifications-center .notification-list-item', {
      hasText: 'Deleted “my-model”',
    });
    await notice.getByRole('button', { name: 'Undo' }).click();
    await line('my-model').waitFor();
    assert.equal(await page.getByRole('treeitem', { name: /-model, / }).count(), 2);
  });

  it('run from the tree with Enter, and are stopped from the tree', async () => {
    const { page } = vscode();
    await line('simulated-model').click();
    await page.keyboard.press('Enter');
    await answer('Which prompt');
    await answer('How much load', '2 x 5m');
    const live = page.getByRole('treeitem', { name: /^Benchmark in progress: / });
    await live.waitFor();
    await page.locator('.statusbar-item', { hasText: 'TTFT p50' }).waitFor();
    await live.hover();
    await live.getByRole('button', { name: 'Stop Benchmark' }).click();
    await vscode().webview('.report-head');
    await page.getByRole('treeitem', { name: /, partial, TTFT/ }).waitFor();
    await vscode().screenshot('stopped');
  });
});
