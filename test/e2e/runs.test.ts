import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { useVscode } from '../harness/useVscode.ts';

describe('runs in a real VS Code', () => {
  const vscode = useVscode();

  const runFolders = () => readdirSync(join(vscode().workspace, 'llmeter-runs')).sort();

  /** Runs the endpoint used last, or the simulated one, with the given load. */
  async function start(load: string): Promise<void> {
    const { page } = vscode();
    await vscode().runCommand('LLMeter: Run LLM Benchmark');
    for (const question of ['Which endpoint', 'Which prompt']) {
      await page.locator(`.quick-input-widget input[placeholder^="${question}"]`).press('Enter');
    }
    await page.locator('.quick-input-widget input[placeholder^="How much load"]').waitFor();
    await vscode().type(load);
    await vscode().webview('.live-view');
  }

  it('end with a notification if nobody is watching, which opens the report', async () => {
    const { page } = vscode();
    await start('1 x 8s');
    await vscode().runCommand('View: Close All Editors');
    await page.getByRole('tab', { name: /^Explorer/ }).click();
    await page.locator('.statusbar-item', { hasText: /requests?,/ }).waitFor({ state: 'detached' });
    await page.locator('[id="status.notifications"]').click();
    const notice = page.locator('.notifications-center .notification-list-item', {
      hasText: 'is complete:',
    });
    await notice.getByRole('button', { name: 'Open' }).click();
    await vscode().webview('.report-head');
  });

  it('continue while their panel is closed, and a click on the status bar shows it again', async () => {
    const { page } = vscode();
    await start('1 x 5m');
    await vscode().runCommand('View: Close All Editors');
    await page.locator('.statusbar-item', { hasText: 'left' }).click();
    const panel = await vscode().webview('.live-view');
    await panel.getByText('requests', { exact: false }).first().waitFor();
  });

  it('are saved when the window closes, and their panel is restored', async () => {
    const { page } = vscode();
    const [, interrupted = ''] = runFolders();
    await vscode().untilKept(join('llmeter-runs', interrupted));
    await vscode().reload();
    await page.getByRole('tab', { name: 'LLMeter' }).click();
    await page.getByRole('treeitem', { name: new RegExp(`^${interrupted}, partial`) }).waitFor();
    const folder = join(vscode().workspace, 'llmeter-runs', interrupted);
    assert.equal(existsSync(join(folder, 'summary.json')), true, 'the run ended properly');
    assert.equal(JSON.parse(readFileSync(join(folder, 'llmeter.json'), 'utf8')).state, 'partial');
    const panel = await vscode().webview('.report-head');
    await panel.getByText('The run was stopped early.').waitFor();
  });

  it('are deleted with a key after a question', async () => {
    const { page } = vscode();
    const [first = '', second = ''] = runFolders();
    await page.getByRole('treeitem', { name: new RegExp(`^${second}, partial`) }).click();
    await page.keyboard.press('Delete');
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.getByRole('button', { name: 'Move to Trash' }).click();
    // A machine without a trash asks a second question.
    const permanently = dialog.getByRole('button', { name: 'Delete Permanently' });
    const gone = page.getByRole('treeitem', { name: new RegExp(`^${second}, partial`) });
    await Promise.race([permanently.click().catch(() => undefined), gone.waitFor({ state: 'detached' })]);
    await gone.waitFor({ state: 'detached' });
    assert.deepEqual(runFolders(), [first]);
    assert.equal(await page.locator('.tabs-container .tab').count(), 0);
  });
});
