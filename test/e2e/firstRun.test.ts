import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { useVscode } from '../harness/useVscode.ts';
import type { Theme } from '../harness/vscodeSession.ts';

describe('a first-time user without any key', () => {
  const vscode = useVscode();

  it('is offered the simulated endpoint first', async () => {
    const { page } = vscode();
    await page.getByRole('tab', { name: 'LLMeter' }).click();
    const welcome = page.locator('.welcome-view').first();
    await welcome.getByRole('button', { name: 'Try It with the Simulated Endpoint' }).waitFor();
    await vscode().screenshot('welcome');
  });

  it('finds the command by its name, and reaches a live panel by pressing Enter three times', async () => {
    const { page } = vscode();
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').first().fill('>Run LLM benchmark');
    const first = page.locator('.quick-input-list .monaco-list-row').first();
    await first.filter({ hasText: 'LLMeter: Run LLM Benchmark' }).waitFor();
    await page.keyboard.press('Enter');
    for (const question of ['Which endpoint', 'Which prompt', 'How much load']) {
      await page.locator(`.quick-input-widget input[placeholder^="${question}"]`).press('Enter');
    }
    const panel = await vscode().webview('.live-view');
    await panel.getByRole('button', { name: 'Stop' }).waitFor();
    await page.locator('.statusbar-item', { hasText: /of 10/ }).waitFor();
    await page
      .locator('[id="status.llmeter.run"], .statusbar-item')
      .filter({ hasText: 'TTFT p50' })
      .waitFor();
    await vscode().screenshot('live');
  });

  it('sees the panel turn into the report, and the run in the tree', async () => {
    const { page, workspace } = vscode();
    const panel = await vscode().webview('.report-head');
    await panel.getByRole('button', { name: 'Run Again' }).waitFor();
    const [name = ''] = readdirSync(join(workspace, 'llmeter-runs'));
    assert.ok(existsSync(join(workspace, 'llmeter-runs', name, 'summary.json')));
    await page.locator('.monaco-list-row', { hasText: name }).first().waitFor();
    assert.equal(await page.locator('.statusbar-item', { hasText: 'of 10' }).count(), 0);
    assert.equal(await page.locator('.tabs-container .tab').count(), 1);
  });

  it('reopens the run from the tree', async () => {
    const { page, workspace } = vscode();
    const [name = ''] = readdirSync(join(workspace, 'llmeter-runs'));
    await vscode().runCommand('View: Close All Editors');
    await page.locator('.monaco-list-row', { hasText: name }).first().click();
    const panel = await vscode().webview('.report-head');
    await panel.getByText(name).first().waitFor();
  });

  for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] satisfies Theme[]) {
    it(`can read the report in the ${theme} theme`, async () => {
      await vscode().setTheme(theme);
      await vscode().webview('.report-head');
      await vscode().screenshot(`report-${theme}`);
    });
  }
});
