import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { answer as answerIn } from '../harness/answerPicks.ts';
import { useVscode } from '../harness/useVscode.ts';
import type { Theme } from '../harness/vscodeSession.ts';

const themes = ['dark', 'light', 'highContrast', 'highContrastLight'] satisfies Theme[];

describe('experiments in a real VS Code', () => {
  const vscode = useVscode({ size: { width: 1440, height: 1000 } });

  /** A line of one of the trees. */
  const line = (name: RegExp): Locator => vscode().page.getByRole('treeitem', { name });
  const menuItem = (name: string): Locator =>
    vscode().page.locator('.monaco-menu .action-item', { hasText: name });

  /** Picks an item of the context menu of a line. */
  async function callOn(treeLine: RegExp, name: string): Promise<void> {
    await line(treeLine).first().click({ button: 'right' });
    await menuItem(name).hover();
    await vscode().page.keyboard.press('Enter');
  }
  const dialog = (): Locator => vscode().page.locator('.monaco-dialog-box');

  const answer = (question: string, text?: string) => answerIn(vscode(), question, text);

  async function pickFirst(lines: [RegExp, RegExp]): Promise<void> {
    await line(lines[0]).first().click();
    await line(lines[1])
      .first()
      .click({ modifiers: ['Control'] });
  }

  /** Name of the newest folder. */
  const newestRun = (): string => {
    const folder = join(vscode().workspace, 'llmeter-runs');
    const made = (name: string) => statSync(join(folder, name)).birthtimeMs;
    return readdirSync(folder).reduce((newest, name) => (made(name) > made(newest) ? name : newest));
  };

  async function run(load: string): Promise<void> {
    await vscode().runCommand('LLMeter: Run LLM Benchmark');
    await answer('Which endpoint');
    await answer('Which prompt');
    await answer('How much load', load);
    await vscode().webview('.report-head');
  }

  it('an A/B test is offered first when two endpoints are selected, and says why', async () => {
    const { page } = vscode();
    await page.getByRole('tab', { name: 'LLMeter' }).click();
    await vscode().runCommand('LLMeter: Try It with the Simulated Endpoint');
    await page.locator('.quick-input-widget input[placeholder*="Which prompt"]').press('Escape');
    await callOn(/^Simulated endpoint, /, 'Duplicate');
    await line(/^Simulated endpoint copy, /).waitFor();
    await pickFirst([/^Simulated endpoint, /, /^Simulated endpoint copy, /]);
    await line(/^Simulated endpoint copy, /).click({ button: 'right' });
    await menuItem('Run A/B Test').waitFor();
    await vscode().screenshot('ab-menu');
    const first = page.locator('.monaco-menu .action-item').first();
    assert.match((await first.textContent()) ?? '', /Run A\/B Test/);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await page.getByText('Interleaves their requests, so that drift').waitFor();
    await vscode().screenshot('ab-first');
    await answer('2 endpoints are selected');
    await answer('Which prompt');
    await answer('How much load', '4 x 8');
    await answer('Which metric decides');
    await vscode().webview('.live-view');
    await page.locator('.statusbar-item', { hasText: /of 64/ }).waitFor();
    await line(/^A\/B test in progress: /).waitFor();
    // What is in progress has one line, and none among the saved lines.
    await line(/, A\/B test, /).waitFor({ state: 'detached' });
    await vscode().screenshot('ab-live');
  });

  it('the A/B test ends with a verdict, in the panel and in the tree', async () => {
    const panel = await vscode().webview('.experiment .conclusion');
    await panel
      .getByRole('heading', {
        name: /No (detectable|relevant) difference|better|worse|not enough data|not comparable/i,
      })
      .waitFor();
    await line(/, A\/B test, complete, /).waitFor();
    await vscode().screenshot('ab-verdict');
  });

  it('two runs selected in the tree are compared', async () => {
    const { page } = vscode();
    await vscode().runCommand('View: Close All Editors');
    await run('3 x 3');
    await run('3 x 4');
    await pickFirst([/, complete, TTFT .* 9 requests/, /, complete, TTFT .* 12 requests/]);
    await callOn(/ 12 requests/, 'Compare Runs');
    const panel = await vscode().webview('.experiment .conclusion');
    await panel.locator('#conclusion').waitFor();
    assert.match(
      (await page.locator('.tab.active').getAttribute('aria-label')) ?? '',
      / vs\. /,
      'the tab names both',
    );
    await vscode().screenshot('compare');
  });

  it('the deciding metric that was chosen is kept when the window reloads', async () => {
    const panel = await vscode().webview('.experiment .conclusion');
    await panel.getByLabel('Deciding metric').selectOption({ label: 'TTLT' });
    await panel.locator('.conclusion-text', { hasText: 'TTLT median' }).waitFor();
    await vscode().untilKept('ttlt');
    await vscode().reload();
    const again = await vscode().webview('.experiment .conclusion');
    await again.locator('.conclusion-text', { hasText: 'TTLT median' }).waitFor();
    await vscode().page.getByRole('tab', { name: 'LLMeter' }).click();
  });

  it('runs to compare can be picked from a list', async () => {
    const { page } = vscode();
    await vscode().runCommand('LLMeter: Compare Runs');
    const pick = page.locator('.quick-input-widget', { hasText: 'A/B test · Simulated endpoint vs.' });
    await pick.waitFor();
    await vscode().screenshot('compare-pick');
    await page.keyboard.press('Escape');
    await pick.waitFor({ state: 'hidden' });
  });

  it('a load test shows its levels in progress, and the knee at the end', async () => {
    const { page } = vscode();
    await vscode().runCommand('LLMeter: Run Load Test');
    await answer('Which endpoint');
    await answer('Which prompt');
    await answer('With how many clients', '1, 4');
    await vscode().screenshot('load-test-amount');
    await answer('How much at each level', '3');
    await page.locator('.statusbar-item', { hasText: /level 2 of 2: \d+ of 12/ }).waitFor();
    await line(/^Load test in progress: /).waitFor();
    await vscode().screenshot('load-test-live');
    const panel = await vscode().webview('.load-test');
    await panel.getByText('clients').first().waitFor();
    await line(/, Load test, complete, /).click();
    await line(/, Load test, complete, /)
      .locator('.monaco-tl-twistie')
      .click();
    await line(/^00004-clients, complete/).waitFor();
    await vscode().screenshot('load-test');
  });

  it('an open panel is restored when the window reloads', async () => {
    await vscode().reload();
    const panel = await vscode().webview('.load-test');
    await panel.getByText('clients').first().waitFor();
  });

  it('a second measurement asks whether to wait', async () => {
    const { page } = vscode();
    await page.getByRole('tab', { name: 'LLMeter' }).click();
    await vscode().runCommand('LLMeter: Run Load Test');
    await answer('Which endpoint');
    await answer('Which prompt');
    await answer('With how many clients', '1, 2');
    await answer('How much at each level', '10min');
    await page.locator('.statusbar-item', { hasText: /level 1 of 2: .* left/ }).waitFor();
    await vscode().runCommand('LLMeter: Run LLM Benchmark');
    await answer('Which endpoint');
    await answer('Which prompt');
    await answer('How much load', '1 x 2');
    await dialog().getByText('Two measurements at the same time distort each other').waitFor();
    await vscode().screenshot('busy');
    await dialog().getByRole('button', { name: 'Start After It Ends' }).click();
    const live = line(/^Load test in progress: /);
    await live.hover();
    await live.getByRole('button', { name: 'Stop Benchmark' }).click();
    await vscode().webview('.report-head');
    await line(/, Load test, partial, /).waitFor();
  });

  it('what is in progress is saved when the window closes', async () => {
    const { page } = vscode();
    await vscode().runCommand('View: Close All Editors');
    await vscode().runCommand('LLMeter: Run A/B Test');
    await answer('Which endpoint is the baseline');
    await answer('Which endpoint do you want to compare with');
    await answer('Which prompt');
    await answer('How much load', '3 x 10min');
    await answer('Which metric decides');
    await page.locator('.statusbar-item', { hasText: /^\s*(1[2-9]|[2-9]\d) requests/ }).waitFor();
    await vscode().untilKept(join('llmeter-runs', newestRun()));
    await vscode().reload();
    await page.getByRole('tab', { name: 'LLMeter' }).click();
    await line(/, A\/B test, partial, /).waitFor();
    const panel = await vscode().webview('.experiment .conclusion');
    await panel.locator('#conclusion').waitFor();
    await panel.getByText('both runs are incomplete').waitFor();
    await vscode().screenshot('window-closed');
  });

  it('a load test is deleted as a whole after a question', async () => {
    const before = readdirSync(join(vscode().workspace, 'llmeter-runs')).length;
    await line(/, Load test, partial, /).click();
    await vscode().page.keyboard.press('Delete');
    await dialog().getByText('Delete the load test').waitFor();
    await vscode().screenshot('delete');
    await dialog().getByRole('button', { name: 'Move to Trash' }).click();
    // A machine without a trash asks a second question.
    const gone = line(/, Load test, partial, /).waitFor({ state: 'detached' });
    const permanently = dialog().getByRole('button', { name: 'Delete Permanently' });
    await Promise.race([permanently.click().catch(() => undefined), gone]);
    await gone;
    assert.equal(readdirSync(join(vscode().workspace, 'llmeter-runs')).length, before - 1);
  });

  for (const theme of themes) {
    it(`the tree and a comparison can be read in the ${theme} theme`, async () => {
      await vscode().setTheme(theme);
      await line(/, A\/B test, complete, /).click();
      await vscode().webview('.experiment .conclusion');
      await vscode().screenshot(`experiment-${theme}`);
    });
  }
});
