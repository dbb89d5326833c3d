import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useVscode } from '../harness/useVscode.ts';

const plan = `endpoint:
  kind: openai-chat
  provider: simulated
  model: planned-model
  baseUrl: "simulated:fast"
requests: 3
name: from-plan
`;

function workspaceWithPlan(): string {
  const folder = mkdtempSync(join(tmpdir(), 'llmeter-plan-'));
  writeFileSync(join(folder, 'llmeter.yaml'), plan);
  return folder;
}

describe('a plan file', () => {
  const folder = workspaceWithPlan();
  const vscode = useVscode({ workspaceFrom: folder });
  after(() => rmSync(folder, { recursive: true }));

  it('runs with a click on the line above its first line, and the report opens', async () => {
    const { page } = vscode();
    await page.getByRole('treeitem', { name: 'llmeter.yaml' }).dblclick();
    await page.locator('.codelens-decoration a', { hasText: 'Run Benchmark' }).click();
    const panel = await vscode().webview('.report-head');
    await panel.getByText('from-plan').first().waitFor();
  });

  it('says what to change if the run exists already', async () => {
    const { page } = vscode();
    await page.locator('.tab', { hasText: 'llmeter.yaml' }).click();
    await page.locator('.codelens-decoration a', { hasText: 'Run Benchmark' }).click();
    const panel = await vscode().webview('.live-view');
    await panel.getByText('There is already a run named "from-plan"').waitFor();
    await vscode().screenshot('refused');
  });

  it('shows a saved summary as a report with Reopen Editor With', async () => {
    await vscode().openSavedReport('from-plan');
    await vscode().webview('.report-head');
  });
});

describe('a workspace that is not trusted', () => {
  const folder = workspaceWithPlan();
  const vscode = useVscode({
    workspaceFrom: folder,
    workspaceTrust: true,
    settings: { 'security.workspace.trust.startupPrompt': 'never' },
  });
  after(() => rmSync(folder, { recursive: true }));

  it('says what does not work, and does not run its plan files', async () => {
    const { page } = vscode();
    await page.getByRole('tab', { name: 'LLMeter' }).click();
    await page.getByText('In Restricted Mode, LLMeter does not run plan files').waitFor();
    await vscode().screenshot('restricted');
    await page.getByRole('tab', { name: /^Explorer/ }).click();
    await page.getByRole('treeitem', { name: 'llmeter.yaml' }).dblclick();
    await page.locator('.codelens-decoration a', { hasText: 'Run Benchmark' }).click();
    await page.getByText('Plan files can be run only in trusted workspaces.').waitFor();
  });

  it('still benchmarks the user’s own endpoints', async () => {
    const { page } = vscode();
    await vscode().runCommand('LLMeter: Run LLM Benchmark');
    for (const question of ['Which endpoint', 'Which prompt', 'How much load']) {
      await page.locator(`.quick-input-widget input[placeholder^="${question}"]`).press('Enter');
    }
    await vscode().webview('.live-view');
  });
});
